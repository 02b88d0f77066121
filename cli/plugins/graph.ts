import type { HostedPlugin, Subgraph } from '#platform';
import type { Publication, SubgraphSource } from '#platform/plugin-host/changes';

/** The subgraphs of this process: those of the core, and those of the plugins as they are now. */
export interface ProcessGraph {
  /** What is to be served once serving begins. */
  subgraphs(): readonly Subgraph[];
  publish(plugins: readonly HostedPlugin[]): Promise<Publication>;
  /** All subgraphs of the system as they are served now. */
  sources(): Promise<readonly SubgraphSource[]>;
}

export type SubgraphOf = (plugin: HostedPlugin) => Subgraph | null;

/** The subgraph of a version is made once: what has been compiled for it is used again. */
export function rememberSubgraphs(make: SubgraphOf): SubgraphOf {
  const made = new WeakMap<HostedPlugin, Subgraph | null>();
  return (plugin) => {
    const known = made.get(plugin);
    if (known !== undefined) return known;
    const subgraph = make(plugin);
    made.set(plugin, subgraph);
    return subgraph;
  };
}
