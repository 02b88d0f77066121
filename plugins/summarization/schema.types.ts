// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type SummaryLength = 'SHORT' | 'MEDIUM' | 'LONG';

export type SummaryAudience = 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER';

export type ThreadState = 'OPEN' | 'WAITING_FOR_CUSTOMER' | 'WAITING_FOR_SUPPORT' | 'ESCALATED' | 'RESOLVED';

export type ConversationSentiment = 'NEGATIVE' | 'NEUTRAL' | 'POSITIVE';

export type ThreadRole = 'CUSTOMER' | 'SUPPORT';

export type ThreadField = 'PROBLEM' | 'STEP_TRIED' | 'STATE' | 'NEXT_ACTION';

export type PeriodScope = 'TENANT' | 'READABLE';

export type SummarizeTextInput = {
  readonly text: string;
  readonly title?: string | null;
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type SummarizeSearchInput = {
  readonly query: string;
  readonly kinds?: readonly string[] | null;
  readonly first?: number | null;
};

export type SummarizeDocumentsInput = {
  readonly documentIds?: readonly string[] | null;
  readonly search?: SummarizeSearchInput | null;
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type ThreadMessageInput = {
  readonly author: string;
  readonly text: string;
};

export type SummarizeConversationInput = {
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly messages?: readonly ThreadMessageInput[] | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type SummarizePeriodInput = {
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type MutationSummarizeTextArguments = {
  readonly input: SummarizeTextInput;
};

export type MutationSummarizeDocumentsArguments = {
  readonly input: SummarizeDocumentsInput;
};

export type MutationSummarizeConversationArguments = {
  readonly input: SummarizeConversationInput;
};

export type MutationSummarizePeriodArguments = {
  readonly input: SummarizePeriodInput;
};

export type DocumentSummaryArguments = {
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
};

export type SubscriptionSummarizeArguments = {
  readonly documentId: string;
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type SubscriptionSummaryOfTextArguments = {
  readonly text: string;
  readonly title?: string | null;
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type SubscriptionSummaryOfDocumentsArguments = {
  readonly documentIds?: readonly string[] | null;
  readonly search?: SummarizeSearchInput | null;
  readonly question?: string | null;
  readonly sentences?: number | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type SubscriptionSummaryOfConversationArguments = {
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly messages?: readonly ThreadMessageInput[] | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type SubscriptionSummaryOfPeriodArguments = {
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly length?: 'SHORT' | 'MEDIUM' | 'LONG' | null;
  readonly audience?: 'GENERAL' | 'EXPERT' | 'EXECUTIVE' | 'CUSTOMER' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'analytics' | 'clock' | 'documents' | 'models' | 'recommendations' | 'results' | 'runs' | 'search'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly SummaryQuote?: {
    readonly answerStart?: Resolver<Source, object, number, Context>;
    readonly answerEnd?: Resolver<Source, object, number, Context>;
    readonly documentId?: Resolver<Source, object, string | null, Context>;
    readonly page?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly speaker?: Resolver<Source, object, string | null, Context>;
    readonly quote?: Resolver<Source, object, string, Context>;
  };
  readonly Summary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly quotes?: Resolver<Source, object, readonly object[] | null, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly TextSummary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly quotes?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly DocumentSetSummary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly documentIds?: Resolver<Source, object, readonly string[], Context>;
    readonly quotes?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly SentimentScore?: {
    readonly label?: Resolver<Source, object, 'NEGATIVE' | 'NEUTRAL' | 'POSITIVE', Context>;
    readonly score?: Resolver<Source, object, number, Context>;
  };
  readonly ThreadParticipant?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly role?: Resolver<Source, object, 'CUSTOMER' | 'SUPPORT', Context>;
  };
  readonly ThreadQuote?: {
    readonly field?: Resolver<Source, object, 'PROBLEM' | 'STEP_TRIED' | 'STATE' | 'NEXT_ACTION', Context>;
    readonly documentId?: Resolver<Source, object, string | null, Context>;
    readonly page?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly speaker?: Resolver<Source, object, string | null, Context>;
    readonly quote?: Resolver<Source, object, string, Context>;
  };
  readonly ConversationSummary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly problem?: Resolver<Source, object, string | null, Context>;
    readonly stepsTried?: Resolver<Source, object, readonly string[], Context>;
    readonly state?: Resolver<Source, object, 'OPEN' | 'WAITING_FOR_CUSTOMER' | 'WAITING_FOR_SUPPORT' | 'ESCALATED' | 'RESOLVED', Context>;
    readonly sentiment?: Resolver<Source, object, object, Context>;
    readonly nextAction?: Resolver<Source, object, string | null, Context>;
    readonly participants?: Resolver<Source, object, readonly object[], Context>;
    readonly quotes?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly PeriodCount?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly count?: Resolver<Source, object, number, Context>;
  };
  readonly NotableDocument?: {
    readonly documentId?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
  };
  readonly PeriodSummary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly scope?: Resolver<Source, object, 'TENANT' | 'READABLE', Context>;
    readonly from?: Resolver<Source, object, Date | string, Context>;
    readonly to?: Resolver<Source, object, Date | string, Context>;
    readonly documents?: Resolver<Source, object, number, Context>;
    readonly byKind?: Resolver<Source, object, readonly object[], Context>;
    readonly waiting?: Resolver<Source, object, number, Context>;
    readonly failed?: Resolver<Source, object, number, Context>;
    readonly corrections?: Resolver<Source, object, number, Context>;
    readonly recommendations?: Resolver<Source, object, number, Context>;
    readonly accepted?: Resolver<Source, object, number, Context>;
    readonly rejected?: Resolver<Source, object, number, Context>;
    readonly runs?: Resolver<Source, object, number, Context>;
    readonly notable?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly Mutation: {
    readonly summarizeText: Resolver<unknown, MutationSummarizeTextArguments, object, Context>;
    readonly summarizeDocuments: Resolver<unknown, MutationSummarizeDocumentsArguments, object, Context>;
    readonly summarizeConversation: Resolver<unknown, MutationSummarizeConversationArguments, object, Context>;
    readonly summarizePeriod: Resolver<unknown, MutationSummarizePeriodArguments, object, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly summary: Resolver<{ readonly id: string }, DocumentSummaryArguments, object | null, Context>;
  };
  readonly Subscription: {
    readonly summarize: StreamResolver<SubscriptionSummarizeArguments, object, Context>;
    readonly summaryOfText: StreamResolver<SubscriptionSummaryOfTextArguments, object, Context>;
    readonly summaryOfDocuments: StreamResolver<SubscriptionSummaryOfDocumentsArguments, object, Context>;
    readonly summaryOfConversation: StreamResolver<SubscriptionSummaryOfConversationArguments, object, Context>;
    readonly summaryOfPeriod: StreamResolver<SubscriptionSummaryOfPeriodArguments, object, Context>;
  };
  readonly SummarizeTextResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SummarizeDocumentsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SummarizeConversationResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SummarizePeriodResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
