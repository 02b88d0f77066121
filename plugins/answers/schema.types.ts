// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, StreamResolver } from 'tributary/sdk';

export type QueryLatestAnswerArguments = {
  readonly question: string;
};

export type SubscriptionAskArguments = {
  readonly question: string;
  readonly documentIds?: readonly string[] | null;
  readonly anew: boolean | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'search' | 'documents' | 'models' | 'results' | 'runs'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly StoredAnswer?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly Query: {
    readonly latestAnswer: Resolver<unknown, QueryLatestAnswerArguments, object | null, Context>;
  };
  readonly Subscription: {
    readonly ask: StreamResolver<SubscriptionAskArguments, object, Context>;
  };
};
