import type { Identity, Subgraph } from '#platform';
import type { BuiltSubgraph } from '#platform/graph';
import type { SubgraphEndpoint } from '../gateway/index.js';
import { type ServedGraph, serveSubgraph } from '../platform/graph/serve.js';
import { executedSubgraph } from './executed-subgraph.js';
import { silentLog as log } from './silent-log.js';

/** How a gateway reaches a subgraph. It must do the same in the gateway's process and as a server of another. */
export interface SubgraphKind {
  readonly name: string;
  reach(
    built: readonly BuiltSubgraph[],
    identity: Pick<Identity, 'open'>,
  ): Promise<{ endpoints: SubgraphEndpoint[]; served: ServedGraph[] }>;
}

export const subgraphKinds: readonly SubgraphKind[] = [
  { name: 'in this process', reach: async (built) => ({ endpoints: [...built], served: [] }) },
  {
    name: 'as an Apollo Server',
    reach: serve,
  },
  {
    name: 'through an executor',
    reach: async (built) => ({ endpoints: built.map(executedSubgraph), served: [] }),
  },
  {
    name: 'as an Apollo Server over an executor',
    reach: (built, identity) => serve(built.map(executedSubgraph), identity),
  },
];

async function serve(subgraphs: readonly Subgraph[], identity: Pick<Identity, 'open'>) {
  const options = { identity, host: '127.0.0.1', port: 0, log };
  const served = await Promise.all(subgraphs.map((subgraph) => serveSubgraph(subgraph, options)));
  const endpoints = subgraphs.map(({ name, sdl }, at) => ({ name, sdl, url: served[at]?.url ?? '' }));
  return { endpoints, served };
}
