// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { ResolverContext, StreamResolver } from 'tributary/sdk';

export type SubscriptionExplainRecommendationArguments = {
  readonly recommendationId: string;
  readonly anew: boolean | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'search' | 'recommendations' | 'models' | 'runs'>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Subscription: {
    readonly explainRecommendation: StreamResolver<SubscriptionExplainRecommendationArguments, object, Context>;
  };
};
