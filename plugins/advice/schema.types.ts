// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, StreamResolver } from 'tributary/sdk';

export type MutationMatchItemsArguments = {
  readonly input: MatchItemsInput;
};

export type SubscriptionExplainRecommendationArguments = {
  readonly recommendationId: string;
  readonly anew: boolean | null;
  readonly after?: string | null;
};

export type MatchItemsInput = {
  readonly lines: readonly ItemInput[];
  readonly catalogue: readonly ItemInput[];
  readonly pairs?: readonly ItemPairInput[] | null;
  readonly first: number | null;
  readonly anew: boolean | null;
};

export type ItemInput = {
  readonly name: string;
  readonly description?: string | null;
  readonly brand?: string | null;
  readonly code?: string | null;
  readonly price?: number | null;
};

export type ItemPairInput = {
  readonly line: number;
  readonly item: number;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'search' | 'recommendations' | 'models' | 'runs'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Mutation: {
    readonly matchItems: Resolver<unknown, MutationMatchItemsArguments, object, Context>;
  };
  readonly Subscription: {
    readonly explainRecommendation: StreamResolver<SubscriptionExplainRecommendationArguments, object, Context>;
  };
  readonly ItemMatches?: {
    readonly threshold?: Resolver<Source, object, number, Context>;
    readonly matches?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly ItemMatch?: {
    readonly line?: Resolver<Source, object, number, Context>;
    readonly item?: Resolver<Source, object, number, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly isMatch?: Resolver<Source, object, boolean, Context>;
  };
  readonly MatchItemsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
