import 'reflect-metadata';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLScalarType } from 'graphql';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { type BuiltSubgraph, buildExecutable, type ResolversMap } from './build-executable.js';
import type { GraphContext } from './context.js';
import { scalars } from './scalars.js';

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
