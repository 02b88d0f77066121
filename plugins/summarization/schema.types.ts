// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, StreamResolver } from 'tributary/sdk';

export type DocumentSummaryArguments = {
  readonly sentences: number | null;
};

export type SubscriptionSummarizeArguments = {
  readonly documentId: string;
  readonly sentences: number | null;
  readonly anew: boolean | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'models' | 'results' | 'runs'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Summary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly summary: Resolver<{ readonly id: string }, DocumentSummaryArguments, object | null, Context>;
  };
  readonly Subscription: {
    readonly summarize: StreamResolver<SubscriptionSummarizeArguments, object, Context>;
  };
};
