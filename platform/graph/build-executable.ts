import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLScalarType, type GraphQLSchema, parse } from 'graphql';
import { withSharedTypes } from 'tributary/sdk';
import { recordDenials } from './denials.js';
import { scalars } from './scalars.js';
import { standIns } from './stand-ins.js';

/** A subgraph ready to be composed and executed. */
export interface BuiltSubgraph {
  name: string;
  sdl: string;
  schema: GraphQLSchema;
}

type SubgraphModules = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>;
type SubgraphResolvers = Extract<SubgraphModules[number], { typeDefs: unknown }>['resolvers'];
type TypeResolvers = Record<string, unknown>;
/** Per type, per field; a scalar by its type. */
export type ResolversMap = Record<string, TypeResolvers | GraphQLScalarType>;

/** Builds a subgraph from SDL and resolvers, as plugins give them. */
export function buildExecutable(name: string, typeDefs: string, resolvers: ResolversMap): BuiltSubgraph {
  const sdl = withSharedTypes(typeDefs);
  const names = new Set(
    [...sdl.matchAll(/^(?:type|interface|union|scalar|enum) (\w+)/gm)].map(([, type]) => type as string),
  );
  const all: ResolversMap = { ...resolvers };
  for (const scalar of scalars) all[scalar.name] = scalar;
  for (const type of sharedAbstract) all[type] ??= { __resolveType: typeOf };
  // Stand-ins, and shared types that this subgraph does not use, are not in its SDL.
  for (const [type, resolver] of Object.entries(all)) {
    const isStandIn = standIns.includes(resolver as GraphQLScalarType);
    if (isStandIn && sharedAbstract.includes(type)) all[type] = { __resolveType: typeOf };
    else if (isStandIn || !names.has(type)) delete all[type];
  }
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers: recordDenials(all) as SubgraphResolvers },
  ]);
  return { name, sdl, schema };
}

/** Shared interfaces and unions: resolved by the `type` property of their plain data. */
const sharedAbstract: readonly string[] = ['RunEvent', 'AIResult', 'Result', 'Failure'];

function typeOf(value: { type?: string; __typename?: string }): string | undefined {
  return value.__typename ?? value.type;
}
