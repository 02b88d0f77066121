import type { AnyCapability } from './define-capability.js';
import type { ResolverContext } from './services/index.js';

/** A resolver without types of its own; generated types say more (`Resolver`). */
export type FieldResolver = (
  parent: Record<string, unknown>,
  args: Record<string, unknown>,
  context: ResolverContext,
) => unknown;

/** The resolver of a subscription's field: the events, each the value of the field. */
export interface SubscriptionResolver {
  subscribe(parent: unknown, args: Record<string, unknown>, context: ResolverContext): AsyncIterable<unknown>;
}

/** A field's resolver, as generated types have it: a parameter may be declared more closely than the SDL says. */
export type Resolver<Parent, Arguments, Answer, Context> = {
  resolve(parent: Parent, args: Arguments, context: Context): Answer | Promise<Answer>;
}['resolve'];

/** The resolver of a subscription's field, as generated types have it. */
export type StreamResolver<Arguments, Answer, Context> =
  | SubscriptionResolver
  | { subscribe(parent: unknown, args: Arguments, context: Context): AsyncIterable<Answer> };

/** Per type, per field; `__resolveReference` and `__resolveType` as in Apollo Federation. */
export type ResolverMap = Record<string, Record<string, FieldResolver | SubscriptionResolver>>;

/** A plugin's own subgraph. Shared types (`RunEvent`, `Result`, `PageInfo` …) need no definition: the SDK adds them. */
export interface SubgraphDefinition {
  readonly typeDefs: string;
  readonly resolvers: ResolverMap;
}

/**
 * Declares the plugin's part of the graph. `npm run generate` writes the type `Resolvers` of a plugin into its
 * `schema.types.ts`: with `defineSubgraph<Resolvers>(…)` a wrong argument, a wrong answer, a missing resolver or a service
 * that the manifest does not permit is an error of the compiler.
 */
export function defineSubgraph<Resolvers extends object = ResolverMap>(definition: {
  readonly typeDefs: string;
  readonly resolvers: Resolvers;
}): SubgraphDefinition {
  const { typeDefs, resolvers } = definition;
  // The types of the resolvers are the author's; graphql calls them with what the SDL says.
  return Object.freeze({ typeDefs, resolvers: resolvers as unknown as ResolverMap });
}

/** Marks SDL for editors; joins the template as it is. */
export function gql(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: strings }, ...values);
}

/**
 * A subscription that joins the newest run of the capability for its arguments and streams its events. The field's
 * arguments are the capability's input, but for `after` (a cursor to go on from) and `anew`.
 */
export function streamOf(capability: AnyCapability): SubscriptionResolver {
  return {
    async *subscribe(_parent, { after, anew, ...input }, { runs, signal }) {
      const cursor = typeof after === 'string' ? after : null;
      const { runId } = await runs.join({ capability, arguments: input, anew: anew === true, after: cursor });
      yield* runs.events(runId, cursor, signal);
    },
  };
}
