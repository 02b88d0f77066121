import type {
  FieldResolver,
  ResolverContext,
  ResolverMap,
  SubgraphDefinition,
  SubscriptionResolver,
} from 'tributary/sdk';
import type { BindServices } from '#platform';
import { type BuiltSubgraph, buildExecutable, type GraphContext } from '#platform/graph/executable';

/** Wraps what a resolver does, to see how it ends. */
export type Guard = <Result>(work: () => Result) => Result;

/** Builds the subgraph of a plugin: its resolvers get their services bound to the request. */
export function buildPluginSubgraph(
  plugin: string,
  { typeDefs, resolvers }: SubgraphDefinition,
  bind: BindServices,
  guard: Guard,
): BuiltSubgraph {
  const contexts = new WeakMap<GraphContext, ResolverContext>();
  const contextOf = (graph: GraphContext): ResolverContext => {
    const known = contexts.get(graph);
    if (known) return known;
    const services = bind(graph.request, graph.signal);
    const made = Object.defineProperties(services, {
      request: { value: graph.request, enumerable: true },
      signal: { value: graph.signal, enumerable: true },
      batch: { value: batchOf(plugin, graph), enumerable: true },
    }) as ResolverContext;
    contexts.set(graph, made);
    return made;
  };
  return buildExecutable(plugin, typeDefs, wrapResolvers(resolvers, contextOf, guard));
}

/** The plugin's own batches of this operation. */
function batchOf(plugin: string, graph: GraphContext): ResolverContext['batch'] {
  return (name, load) => graph.loader(`${plugin} ${name}`, load);
}

type ContextOf = (graph: GraphContext) => ResolverContext;

function wrapResolvers(
  resolvers: ResolverMap,
  contextOf: ContextOf,
  guard: Guard,
): Record<string, Record<string, unknown>> {
  return mapValues(resolvers, (fields) =>
    mapValues(fields, (resolver, field) => wrap(field, resolver, contextOf, guard)),
  );
}

function wrap(
  field: string,
  resolver: FieldResolver | SubscriptionResolver,
  contextOf: ContextOf,
  guard: Guard,
): unknown {
  if (typeof resolver !== 'function') {
    return {
      subscribe: (parent: unknown, args: Record<string, unknown>, graph: GraphContext) =>
        guard(() => resolver.subscribe(parent, args, contextOf(graph))),
      resolve: (event: unknown) => event,
    };
  }
  // The functions that Apollo Federation and graphql-js call without arguments of a field.
  if (field === '__resolveReference' || field === '__resolveType') {
    return (parent: Record<string, unknown>, graph: GraphContext) =>
      guard(() => resolver(parent, {}, contextOf(graph)));
  }
  return (parent: Record<string, unknown>, args: Record<string, unknown>, graph: GraphContext) =>
    guard(() => resolver(parent ?? {}, args, contextOf(graph)));
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
