import { errorShape } from 'tributary/sdk';
import type { Logger, PluginVersion } from '#platform';
import type { Database } from '#platform/database';
import { channel, type DesiredPlugin, type DesiredState, type OpenChange } from './desired-state.js';
import type { PluginProcesses, ProcessPlugin } from './processes.js';
import type { PluginSite } from './site.js';

export interface FollowerParts {
  readonly database: Pick<Database, 'listen'>;
  readonly state: DesiredState;
  readonly processes: PluginProcesses;
  readonly log: Logger;
  /** This process. */
  readonly process: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Null in a mere gateway. */
  readonly site: PluginSite | null;
  /** The version that a hash names, ready to be loaded in this process. @throws AppError */
  version(hash: string): Promise<PluginVersion>;
  /** Whether it came with the system: its content is what is deployed here, whatever hash is desired. */
  isShipped(plugin: string): boolean;
  /** A gateway takes over the graph that other processes serve; gives its generation. */
  swap(): Promise<string | null>;
}

const heartbeatMs = 5000;
/** What could not be loaded is tried again after so long. */
const retryMs = 60_000;

interface Failure {
  readonly hash: string;
  readonly at: number;
  readonly error: { code: string; message: string };
}

/**
 * Does in one process what the change under way asks, phase by phase, and says so. Without one it brings the process
 * to the desired state, so that nothing is lost when somebody dies in the middle.
 */
export class PluginFollower {
  readonly #parts: FollowerParts;
  readonly #failures = new Map<string, Failure>();
  #answered = '';
  #staged: { change: string; release(): Promise<void> } | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  #stop: (() => Promise<void>) | null = null;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** Brings this process to the desired state, and keeps it there. What cannot be loaded is listed, and stops nothing. */
  async start(): Promise<void> {
    const { database, log } = this.#parts;
    const beat = () => {
      this.#look();
      this.#running = this.#running
        .then(() => this.#seen())
        .catch((err: unknown) => log.warn({ err }, 'This process could not say that it is there'));
    };
    const unlisten = await database.listen(channel, () => this.#look());
    const timer = setInterval(beat, heartbeatMs);
    timer.unref();
    this.#stop = async () => {
      clearInterval(timer);
      await unlisten();
    };
    beat();
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#stop?.();
    await this.#running;
    await this.#parts.processes.left(this.#parts.process).catch(() => undefined);
  }

  #look(): void {
    this.#running = this.#running
      .then(() => (this.#stopping ? undefined : this.#follow()))
      .catch((err: unknown) => this.#parts.log.error({ err }, 'The plugins could not be brought up to date'));
  }

  async #follow(): Promise<void> {
    const { desired, open } = await this.#parts.state.read();
    // First what an earlier change left: the end of one and the begin of the next may be seen as one.
    if (this.#staged && this.#staged.change !== open?.id) await this.#unstage();
    if (open) await this.#answer(open);
    if (!open && this.#parts.site) await this.#reconcile(this.#parts.site, desired);
  }

  async #answer(change: OpenChange): Promise<void> {
    const step = `${change.id} ${change.phase}`;
    if (this.#answered === step) return;
    this.#answered = step;
    const { state, process } = this.#parts;
    try {
      const detail = await this.#perform(change);
      await state.ack(change, { process, error: null, detail });
    } catch (error) {
      this.#parts.log.warn(
        { err: error, plugin: change.plugin, phase: change.phase },
        'A change of a plugin failed here',
      );
      await state.ack(change, { process, error: errorShape(error), detail: null });
    }
    if (change.phase !== 'LOAD') await this.#seen();
  }

  async #perform({ id, plugin, action, hash, phase }: OpenChange): Promise<string | null> {
    const { site, version, swap } = this.#parts;
    if (phase === 'SWAP') return swap();
    if (!site) return null;
    if (action === 'DISABLE') {
      if (phase === 'ACTIVATE') site.deactivate(plugin);
      return phase === 'PUBLISH' ? site.publish() : null;
    }
    const wanted = await version(hash);
    if (phase === 'LOAD') {
      const { release } = await site.load(wanted);
      this.#staged = { change: id, release };
      return null;
    }
    if (phase === 'ACTIVATE') await site.activate(wanted);
    this.#failures.delete(plugin);
    return phase === 'PUBLISH' ? site.publish() : null;
  }

  async #unstage(): Promise<void> {
    const staged = this.#staged;
    this.#staged = null;
    await staged?.release();
  }

  /** Nobody changes anything: what is desired and not here is loaded, what is here and not desired goes. */
  async #reconcile(site: PluginSite, desired: readonly DesiredPlugin[]): Promise<void> {
    const { log } = this.#parts;
    let changed = false;
    for (const { plugin, hash, enabled } of desired) {
      const active = site.active(plugin);
      if (!enabled) this.#failures.delete(plugin);
      if (!enabled && active !== null) {
        site.deactivate(plugin);
        changed = true;
      }
      const isHere = active === hash || (active !== null && this.#parts.isShipped(plugin));
      if (!enabled || isHere || this.#hasJustFailed(plugin, hash)) continue;
      try {
        const wanted = await this.#parts.version(hash);
        const { release } = await site.load(wanted);
        await site.activate(wanted).finally(release);
        this.#failures.delete(plugin);
        changed = true;
      } catch (error) {
        const { code, message } = errorShape(error);
        this.#failures.set(plugin, { hash, at: Date.now(), error: { code, message } });
        log.error({ err: error, plugin, hash }, 'A plugin could not be loaded: it is missing until it can');
      }
    }
    if (!changed && !site.isBehind) return;
    await site.publish();
    await this.#seen();
  }

  #hasJustFailed(plugin: string, hash: string): boolean {
    const failure = this.#failures.get(plugin);
    return failure !== undefined && failure.hash === hash && Date.now() - failure.at < retryMs;
  }

  async #seen(): Promise<void> {
    const { processes, process, name, roles } = this.#parts;
    if (this.#stopping) return;
    await processes.seen({ process, name, roles, plugins: await this.#plugins() });
  }

  async #plugins(): Promise<ProcessPlugin[]> {
    const { site } = this.#parts;
    if (!site) return [];
    const loaded = site.plugins().map(async ({ plugin, hash }): Promise<ProcessPlugin[]> => {
      const version = site.versionOf(hash);
      if (!version) return [];
      const { isolation } = version;
      const health = await site.health(hash);
      return [{ plugin, hash, version: version.version, isolation, state: 'LOADED', error: null, health }];
    });
    const failed = [...this.#failures].map(([plugin, { hash, error }]): ProcessPlugin => {
      return { plugin, hash, version: '', isolation: 'THREAD', state: 'FAILED', error, health: null };
    });
    return [...(await Promise.all(loaded)).flat(), ...failed];
  }
}
