import type { FieldResolver, ResolverContext, ResolverMap, SubscriptionResolver } from 'tributary/sdk';
import { type BuiltSubgraph, buildExecutable, type GraphContext } from '#platform/graph';
import type { LoadedPlugin } from './load-plugin.js';
import { bindServices } from './services/bind-services.js';
import type { ServiceParts } from './services/service-parts.js';

/** Builds the subgraph of a plugin: its resolvers get the services that its manifest permits, bound to the request. */
export function buildPluginSubgraph(plugin: LoadedPlugin, parts: ServiceParts): BuiltSubgraph | null {
  const { manifest, definition } = plugin;
  if (!definition.subgraph) return null;
  const contexts = new WeakMap<GraphContext, ResolverContext>();
  const contextOf = (graph: GraphContext): ResolverContext => {
    const known = contexts.get(graph);
    if (known) return known;
    const services = bindServices(parts, { plugin: manifest, context: graph.request, signal: graph.signal });
    const made = Object.defineProperties(services, {
      request: { value: graph.request, enumerable: true },
      signal: { value: graph.signal, enumerable: true },
    }) as ResolverContext;
    contexts.set(graph, made);
    return made;
  };
  return buildExecutable(
    manifest.id,
    definition.subgraph.typeDefs,
    wrapResolvers(definition.subgraph.resolvers, contextOf),
  );
}

type ContextOf = (graph: GraphContext) => ResolverContext;

function wrapResolvers(
  resolvers: ResolverMap,
  contextOf: ContextOf,
): Record<string, Record<string, unknown>> {
  return mapValues(resolvers, (fields) =>
    mapValues(fields, (resolver, field) => wrap(field, resolver, contextOf)),
  );
}

function wrap(field: string, resolver: FieldResolver | SubscriptionResolver, contextOf: ContextOf): unknown {
  if (typeof resolver !== 'function') {
    return {
      subscribe: (parent: unknown, args: Record<string, unknown>, graph: GraphContext) =>
        resolver.subscribe(parent, args, contextOf(graph)),
      resolve: (event: unknown) => event,
    };
  }
  // The functions that Apollo Federation and graphql-js call without arguments of a field.
  if (field === '__resolveReference' || field === '__resolveType') {
    return (parent: Record<string, unknown>, graph: GraphContext) => resolver(parent, {}, contextOf(graph));
  }
  return (parent: Record<string, unknown>, args: Record<string, unknown>, graph: GraphContext) =>
    resolver(parent ?? {}, args, contextOf(graph));
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
