// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryLatestAnswerArguments = {
  readonly question: string;
};

export type MutationAnswerQuestionArguments = {
  readonly input: AnswerQuestionInput;
};

export type SubscriptionAskArguments = {
  readonly question: string;
  readonly documentIds?: readonly string[] | null;
  readonly previous?: readonly EarlierTurnInput[] | null;
  readonly previousRunId?: string | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type EarlierTurnInput = {
  readonly question: string;
  readonly answer: string;
};

export type AnswerQuestionInput = {
  readonly question: string;
  readonly documentIds?: readonly string[] | null;
  readonly previous?: readonly EarlierTurnInput[] | null;
  readonly previousRunId?: string | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'search' | 'documents' | 'models' | 'results' | 'runs'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly latestAnswer: Resolver<unknown, QueryLatestAnswerArguments, object | null, Context>;
  };
  readonly Mutation: {
    readonly answerQuestion: Resolver<unknown, MutationAnswerQuestionArguments, object, Context>;
  };
  readonly Subscription: {
    readonly ask: StreamResolver<SubscriptionAskArguments, object, Context>;
  };
  readonly AnsweredQuestion?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly standaloneQuestion?: Resolver<Source, object, string | null, Context>;
    readonly claims?: Resolver<Source, object, readonly object[], Context>;
    readonly conflicts?: Resolver<Source, object, readonly object[], Context>;
    readonly followUps?: Resolver<Source, object, readonly string[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly StoredAnswer?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly standaloneQuestion?: Resolver<Source, object, string | null, Context>;
    readonly claims?: Resolver<Source, object, readonly object[], Context>;
    readonly conflicts?: Resolver<Source, object, readonly object[], Context>;
    readonly followUps?: Resolver<Source, object, readonly string[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly AnswerClaim?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly citations?: Resolver<Source, object, number, Context>;
    readonly supported?: Resolver<Source, object, boolean, Context>;
    readonly invented?: Resolver<Source, object, readonly string[], Context>;
  };
  readonly SourceConflict?: {
    readonly claim?: Resolver<Source, object, string, Context>;
    readonly values?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly ConflictingValue?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly documentId?: Resolver<Source, object, string, Context>;
    readonly versionId?: Resolver<Source, object, string, Context>;
    readonly page?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly quote?: Resolver<Source, object, string, Context>;
  };
  readonly AnswerQuestionResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
