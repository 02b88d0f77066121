import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLScalarType, type GraphQLSchema, parse } from 'graphql';
import { withSharedTypes } from 'tributary/sdk';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import type { GraphContext } from './context.js';
import { recordDenials } from './denials.js';
import { scalars } from './scalars.js';
import { standIns } from './stand-ins.js';

/** A subgraph ready to be composed and executed. */
export interface BuiltSubgraph {
  name: string;
  sdl: string;
  schema: GraphQLSchema;
}

/** Entities by their ids, in one batch; null for what does not exist or may not be read. In the order of the ids. */
export type ReferenceBatch = (
  ids: readonly string[],
  context: GraphContext,
) => Promise<readonly (object | null)[]>;

/** The events of one subscription field. What is yielded is the root of the field's resolver method. */
export type SubscriptionSource = (
  args: Record<string, unknown>,
  context: GraphContext,
) => AsyncIterable<unknown>;

export interface SubgraphSources {
  /** Instances of type-graphql resolver classes. */
  resolvers: readonly object[];
  references?: Readonly<Record<string, ReferenceBatch>>;
  subscriptions?: Readonly<Record<string, SubscriptionSource>>;
}

type SubgraphModules = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>;
type SubgraphResolvers = Extract<SubgraphModules[number], { typeDefs: unknown }>['resolvers'];
type TypeResolvers = Record<string, unknown>;
type ResolversMap = Record<string, TypeResolvers | GraphQLScalarType>;

/** Builds a core subgraph from type-graphql classes. */
export async function buildSubgraph(name: string, sources: SubgraphSources): Promise<BuiltSubgraph> {
  const { resolvers } = sources;
  const classes = resolvers.map((resolver) => resolver.constructor);
  const schema = await buildSchema({
    resolvers: classes as unknown as NonEmptyArray<Function>,
    container: { get: (wanted: Function) => resolvers.find((resolver) => resolver.constructor === wanted) },
    scalarsMap: [{ type: Date, scalar: scalars[0] as GraphQLScalarType }],
    validate: false,
    // Checked by the composition; here directives of the federation are unknown.
    skipCheck: true,
    pubSub: { publish: () => undefined, subscribe: () => neverYields() },
  });
  const map = createResolversMap(schema) as unknown as ResolversMap;
  return buildExecutable(name, printSchemaWithDirectives(schema), withSources(map, sources));
}

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

function withSources(
  map: ResolversMap,
  { references = {}, subscriptions = {} }: SubgraphSources,
): ResolversMap {
  for (const [type, batch] of Object.entries(references)) {
    const resolvers = map[type];
    if (!resolvers || resolvers instanceof GraphQLScalarType) continue;
    resolvers.__resolveReference = ({ id }: { id: string }, context: GraphContext) =>
      context.loader<string, object | null>(`reference:${type}`, (ids) => batch(ids, context)).load(id);
  }
  for (const [field, source] of Object.entries(subscriptions)) {
    const fields = map.Subscription;
    if (!fields || fields instanceof GraphQLScalarType) continue;
    fields[field] = {
      ...(fields[field] as object),
      subscribe: (_root: unknown, args: Record<string, unknown>, context: GraphContext) =>
        source(args, context),
    };
  }
  return map;
}

async function* neverYields(): AsyncGenerator<never> {}
