import type { GraphQLSchema } from 'graphql';

/** A subgraph as the gateway reaches it: in this process, or as a server of another. */
export type SubgraphEndpoint = { readonly name: string; readonly sdl: string } & (
  | { readonly schema: GraphQLSchema }
  | { readonly url: string }
);
