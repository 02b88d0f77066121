import type { HostedPlugin, Subgraph } from '#platform';
import type { Publication } from '#platform/plugin-host/changes';
import type { Gateway } from '../../gateway/index.js';
import type { ProcessGraph, SubgraphOf } from './graph.js';

/** The graph of a system in one process: its gateway serves a new generation when plugins come or go. */
export class LocalGraph implements ProcessGraph {
  readonly #core: readonly Subgraph[];
  readonly #subgraphOf: SubgraphOf;
  #shown: readonly HostedPlugin[];
  #gateway: Pick<Gateway, 'addGeneration'> | null = null;

  constructor(core: readonly Subgraph[], subgraphOf: SubgraphOf, shown: readonly HostedPlugin[]) {
    this.#core = core;
    this.#subgraphOf = subgraphOf;
    this.#shown = shown;
  }

  bind(gateway: Pick<Gateway, 'addGeneration'>): void {
    this.#gateway = gateway;
  }

  subgraphs(): readonly Subgraph[] {
    return [...this.#core, ...this.#shown.flatMap((plugin) => this.#subgraphOf(plugin) ?? [])];
  }

  async publish(plugins: readonly HostedPlugin[]): Promise<Publication> {
    const before = this.#shown;
    this.#shown = plugins;
    if (!this.#gateway) return { generation: null, drained: Promise.resolve() };
    try {
      const { id, drained } = await this.#gateway.addGeneration(this.subgraphs());
      return { generation: id, drained };
    } catch (error) {
      this.#shown = before;
      throw error;
    }
  }

  async sources() {
    return this.subgraphs().map(({ name, sdl }) => ({ name, sdl }));
  }
}
