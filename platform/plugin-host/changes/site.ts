import type { HostedPlugin, Logger, PluginHealth, PluginVersion } from '#platform';
import type { PluginHost } from '../host.js';

/** A version that was opened in this process; the worker thread has it too. */
export interface OpenPlugin {
  /** Null in a process that has no graph: only its worker thread uses plugins. */
  readonly hosted: HostedPlugin | null;
  health(): PluginHealth | null;
  /** Ends it everywhere in this process. */
  close(): Promise<void>;
}

/** The worker thread of this process, as far as it uses plugins. */
export interface PluginWorker {
  /** New runs find this version, which was opened before; `null` takes the plugin away. */
  activate(plugin: string, hash: string | null): Promise<void>;
  /** Resolves when no run of it is left. */
  drained(hash: string): Promise<void>;
}

/** A graph that is served. */
export interface Publication {
  /** What a gateway of this process serves now. */
  readonly generation: string | null;
  /** Resolves when nothing of the graph before is answered any more. */
  readonly drained: Promise<void>;
}

export interface SiteParts {
  /** Of the main thread; null in a process that has no graph. */
  readonly host: PluginHost | null;
  /** What was loaded when the process started. */
  readonly atStart: readonly PluginVersion[];
  readonly worker: PluginWorker | null;
  readonly log: Logger;
  /** Loads a version beside what is there. @throws AppError */
  open(version: PluginVersion): Promise<OpenPlugin>;
  /** Serves the graph with these plugins. */
  publish(plugins: readonly HostedPlugin[]): Promise<Publication>;
}

interface Entry {
  readonly opened: Promise<OpenPlugin>;
  readonly version: PluginVersion;
  /** Who loaded it and has not let it go. */
  holders: number;
}

interface Leaving {
  readonly plugin: string;
  readonly hash: string;
  readonly entry: Entry;
}

/** The plugins of one process: those that are used, and versions beside them that come or go. */
export class PluginSite {
  readonly #parts: SiteParts;
  readonly #entries = new Map<string, Entry>();
  /** What new operations are to find: plugin -> hash. */
  readonly #active = new Map<string, string>();
  readonly #leaving: Leaving[] = [];
  /** Whether the graph shows what is active. */
  #isPublished = true;

  /** Those of the host are in use from the beginning. */
  constructor(parts: SiteParts) {
    this.#parts = parts;
    for (const version of parts.atStart) {
      const hosted = parts.host?.plugins().find((one) => one.version.hash === version.hash) ?? null;
      const opened = Promise.resolve({
        hosted,
        health: () => hosted?.health() ?? null,
        close: async () => hosted?.close(),
      });
      this.#entries.set(version.hash, { opened, version, holders: 1 });
      this.#active.set(version.plugin, version.hash);
    }
  }

  active(plugin: string): string | null {
    return this.#active.get(plugin) ?? null;
  }

  /** Whether the graph has still to be published: it failed, or whoever asked for it died. */
  get isBehind(): boolean {
    return !this.#isPublished;
  }

  plugins(): { plugin: string; hash: string }[] {
    return [...this.#active].map(([plugin, hash]) => ({ plugin, hash }));
  }

  versionOf(hash: string): PluginVersion | null {
    return this.#entries.get(hash)?.version ?? null;
  }

  async health(hash: string): Promise<PluginHealth | null> {
    return (await this.#entries.get(hash)?.opened)?.health() ?? null;
  }

  /**
   * Loads a version beside what is there; `release` lets it go again. One that is active stays until it is replaced.
   * @throws AppError whatever is wrong with the version
   */
  async load(version: PluginVersion): Promise<{ hosted: HostedPlugin | null; release(): Promise<void> }> {
    const known = this.#entries.get(version.hash);
    const entry: Entry = known ?? { opened: this.#parts.open(version), version, holders: 0 };
    this.#entries.set(version.hash, entry);
    entry.holders += 1;
    let isHeld = true;
    const release = async () => {
      if (!isHeld) return;
      isHeld = false;
      await this.#release(version.hash, entry);
    };
    try {
      return { hosted: (await entry.opened).hosted, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** From now on runs find this version, which was loaded; the one before goes with its graph. */
  async activate(version: PluginVersion): Promise<void> {
    const { plugin, hash } = version;
    const before = this.#active.get(plugin) ?? null;
    if (before === hash) return;
    const { hosted } = await this.load(version);
    await this.#parts.worker?.activate(plugin, hash);
    if (hosted) this.#parts.host?.add(hosted);
    this.#active.set(plugin, hash);
    this.#isPublished = false;
    if (before !== null) this.#leave(plugin, before);
  }

  /** The plugin is no longer shown by the next graph. Its old graph still finds its capabilities. */
  deactivate(plugin: string): void {
    const before = this.#active.get(plugin);
    if (before === undefined) return;
    this.#active.delete(plugin);
    this.#isPublished = false;
    this.#leave(plugin, before);
  }

  /** The plugins that the graph is to show. */
  shown(): readonly HostedPlugin[] {
    const hosted = this.#parts.host?.plugins() ?? [];
    return hosted.filter(({ version }) => this.#active.get(version.plugin) === version.hash);
  }

  /** Serves the graph of what is active; versions that went are ended when nothing uses them. */
  async publish(): Promise<string | null> {
    const { generation, drained } = await this.#parts.publish(this.shown());
    this.#isPublished = true;
    for (const left of this.#leaving.splice(0)) {
      this.#retire(left, drained).catch((err: unknown) => {
        this.#parts.log.error({ err, plugin: left.plugin }, 'A version of a plugin could not be ended');
      });
    }
    return generation;
  }

  /** Ends every version. */
  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.allSettled(entries.map(async ({ opened }) => (await opened).close()));
  }

  #leave(plugin: string, hash: string): void {
    const entry = this.#entries.get(hash);
    if (entry) this.#leaving.push({ plugin, hash, entry });
  }

  async #retire(left: Leaving, graphDrained: Promise<void>): Promise<void> {
    const { plugin, hash, entry } = left;
    const { host, worker } = this.#parts;
    await graphDrained;
    if (!this.#active.has(plugin)) {
      await worker?.activate(plugin, null);
      const hosted = host?.plugins().find(({ version }) => version.plugin === plugin);
      if (hosted?.version.hash === hash) host?.remove(plugin);
    }
    // It may be back meanwhile: then whoever took it up holds it.
    if (this.#active.get(plugin) !== hash) await Promise.all([host?.drained(hash), worker?.drained(hash)]);
    await this.#release(hash, entry);
  }

  async #release(hash: string, entry: Entry): Promise<void> {
    entry.holders -= 1;
    if (entry.holders > 0 || this.#entries.get(hash) !== entry) return;
    this.#entries.delete(hash);
    const opened = await entry.opened.catch(() => null);
    await opened?.close();
  }
}
