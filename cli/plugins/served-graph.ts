import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { HostedPlugin, Subgraph } from '#platform';
import type { RecordDenial } from '#platform/graph';
import { type ServedGraph as Served, serveSubgraph } from '#platform/graph/serve';
import type { Publication } from '#platform/plugin-host/changes';
import { createSubgraphRegistry, type SubgraphRegistry } from '#platform/registry';
import type { Foundation } from '../foundation.js';
import type { ProcessGraph, SubgraphOf } from './graph.js';
import { shownSubgraphs } from './shown-subgraphs.js';

/** Longer than a gateway goes on with a graph that was replaced. */
const drainMs = 65_000;

/** The subgraphs of this process for the gateways of others: one server each, listed in the registry. */
export class ServedGraph implements ProcessGraph {
  readonly #foundation: Foundation;
  readonly #recordDenial: RecordDenial;
  readonly #registry: SubgraphRegistry;
  readonly #core: readonly Subgraph[];
  readonly #subgraphOf: SubgraphOf;
  readonly #process = randomUUID();
  readonly #served = new Map<Subgraph, Served>();
  readonly #stopped = new AbortController();
  #shown: readonly HostedPlugin[];
  #publication: Awaited<ReturnType<SubgraphRegistry['open']>> | null = null;
  #ports: number;

  constructor(
    foundation: Foundation,
    recordDenial: RecordDenial,
    core: readonly Subgraph[],
    subgraphOf: SubgraphOf,
    shown: readonly HostedPlugin[],
  ) {
    this.#foundation = foundation;
    this.#recordDenial = recordDenial;
    this.#registry = createSubgraphRegistry(foundation.database, foundation.log);
    this.#core = core;
    this.#subgraphOf = subgraphOf;
    this.#shown = shown;
    this.#ports = foundation.config.subgraphs.port;
  }

  subgraphs(): readonly Subgraph[] {
    return [...this.#core, ...this.#shown.flatMap((plugin) => this.#subgraphOf(plugin) ?? [])];
  }

  /** Serves all, and says so in the registry. */
  async start(): Promise<readonly { name: string; url: string }[]> {
    const listed = await this.#serveAll();
    this.#publication = await this.#registry.open(this.#process, listed);
    return listed;
  }

  async publish(plugins: readonly HostedPlugin[]): Promise<Publication> {
    const before = new Set(this.subgraphs());
    this.#shown = plugins;
    if (!this.#publication) return { generation: null, drained: Promise.resolve() };
    await this.#publication.say(await this.#serveAll());
    const now = new Set(this.subgraphs());
    const left = [...before].filter((subgraph) => !now.has(subgraph));
    const drained = wait(drainMs, undefined, { ref: false, signal: this.#stopped.signal }).catch(
      () => undefined,
    );
    const ended = drained.then(() => this.#end(left));
    return { generation: null, drained: ended };
  }

  async sources() {
    return shownSubgraphs(this.#foundation, await this.#registry.list());
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#publication?.end();
    await Promise.all([...this.#served.values()].map(({ close }) => close()));
  }

  async #serveAll(): Promise<{ name: string; sdl: string; url: string }[]> {
    const { urls } = this.#foundation.config.subgraphs;
    return Promise.all(
      this.subgraphs().map(async (subgraph) => {
        const { url } = this.#served.get(subgraph) ?? (await this.#serve(subgraph));
        const { name, sdl } = subgraph;
        return { name, sdl, url: urls[name] ?? url };
      }),
    );
  }

  async #serve(subgraph: Subgraph): Promise<Served> {
    const { config, identity, log } = this.#foundation;
    const port = this.#ports === 0 ? 0 : this.#ports++;
    const recordDenial = this.#recordDenial;
    const served = await serveSubgraph(subgraph, {
      identity,
      host: config.subgraphs.host,
      log,
      recordDenial,
      port,
    });
    this.#served.set(subgraph, served);
    return served;
  }

  async #end(left: readonly Subgraph[]): Promise<void> {
    const now = new Set(this.subgraphs());
    for (const subgraph of left) {
      // It may be back, after the plugin was turned off and on.
      if (now.has(subgraph) || this.#stopped.signal.aborted) continue;
      const served = this.#served.get(subgraph);
      this.#served.delete(subgraph);
      await served?.close();
    }
  }
}
