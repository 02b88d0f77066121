import type { GraphQLSchema } from 'graphql';
import type { ExecutedSubgraph } from '#platform';

/** A subgraph as the gateway reaches it: in this thread, through whoever executes it, or as a server. */
export type SubgraphEndpoint = { readonly name: string; readonly sdl: string } & (
  | { readonly schema: GraphQLSchema }
  | Pick<ExecutedSubgraph, 'execute'>
  | { readonly url: string }
);
