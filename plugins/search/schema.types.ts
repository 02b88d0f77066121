// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QuerySearchArguments = {
  readonly query: string;
  readonly first: number | null;
  readonly after?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly filter?: SearchFilterInput | null;
  readonly order?: SearchOrderInput | null;
  readonly facets?: readonly SearchFacetInput[] | null;
  readonly intent: boolean | null;
};

export type QuerySavedSearchesArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QuerySavedSearchArguments = {
  readonly id: string;
};

export type MutationInterpretSearchArguments = {
  readonly input: InterpretSearchInput;
};

export type MutationCreateSavedSearchArguments = {
  readonly input: CreateSavedSearchInput;
};

export type MutationUpdateSavedSearchArguments = {
  readonly input: UpdateSavedSearchInput;
};

export type MutationDeleteSavedSearchArguments = {
  readonly input: DeleteSavedSearchInput;
};

export type SearchSignal = 'LEXICAL' | 'VECTOR' | 'LEARNED';

export type SearchFacetBy = 'KIND' | 'LANGUAGE' | 'STATUS' | 'MONTH' | 'FIELD';

export type SearchFacetInput = {
  readonly by: 'KIND' | 'LANGUAGE' | 'STATUS' | 'MONTH' | 'FIELD';
  readonly field?: string | null;
  readonly first: number | null;
};

export type SearchOrderBy = 'RELEVANCE' | 'DATE';

export type SearchOrderInput = {
  readonly by: 'RELEVANCE' | 'DATE';
  readonly field?: string | null;
  readonly ascending: boolean | null;
};

export type DocumentSimilarArguments = {
  readonly first: number | null;
};

export type SearchableStatus = 'READY' | 'NEEDS_REVIEW';

export type SearchFilterInput = {
  readonly kinds?: readonly string[] | null;
  readonly languages?: readonly string[] | null;
  readonly statuses?: readonly ('READY' | 'NEEDS_REVIEW')[] | null;
  readonly name?: string | null;
  readonly uploaded?: SearchDaysInput | null;
  readonly fields?: readonly SearchFieldFilterInput[] | null;
};

export type SearchDaysInput = {
  readonly from?: Date | null;
  readonly to?: Date | null;
};

export type SearchFieldFilterInput = {
  readonly name: string;
  readonly equals?: string | null;
  readonly oneOf?: readonly string[] | null;
  readonly above?: string | null;
  readonly atLeast?: string | null;
  readonly atMost?: string | null;
  readonly below?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly currency?: string | null;
  readonly isMissing?: boolean | null;
  readonly orMissing?: boolean | null;
};

export type SearchIntent = 'KIND' | 'AMOUNT' | 'DATE' | 'PAYMENT' | 'LANGUAGE' | 'STATUS' | 'ORDER' | 'EXCLUSION';

export type InterpretSearchInput = {
  readonly query: string;
  readonly today?: Date | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type CreateSavedSearchInput = {
  readonly name: string;
  readonly query: string;
  readonly filter?: SearchFilterInput | null;
  readonly notify: boolean | null;
  readonly idempotencyKey?: string | null;
};

export type UpdateSavedSearchInput = {
  readonly id: string;
  readonly name?: string | null;
  readonly query?: string | null;
  readonly filter?: SearchFilterInput | null;
  readonly notify?: boolean | null;
};

export type DeleteSavedSearchInput = {
  readonly id: string;
};

export type SubscriptionSearchMatchedArguments = {
  readonly savedSearchId: string;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'search' | 'models' | 'runs' | 'store' | 'events' | 'permissions' | 'clock'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly search: Resolver<unknown, QuerySearchArguments, object, Context>;
    readonly savedSearches: Resolver<unknown, QuerySavedSearchesArguments, object, Context>;
    readonly savedSearch: Resolver<unknown, QuerySavedSearchArguments, object | null, Context>;
  };
  readonly Mutation: {
    readonly interpretSearch: Resolver<unknown, MutationInterpretSearchArguments, object, Context>;
    readonly createSavedSearch: Resolver<unknown, MutationCreateSavedSearchArguments, object, Context>;
    readonly updateSavedSearch: Resolver<unknown, MutationUpdateSavedSearchArguments, object, Context>;
    readonly deleteSavedSearch: Resolver<unknown, MutationDeleteSavedSearchArguments, object, Context>;
  };
  readonly SearchHit?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly versionId?: Resolver<Source, object, string, Context>;
    readonly page?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly highlights?: Resolver<Source, object, readonly object[], Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly signals?: Resolver<Source, object, readonly ('LEXICAL' | 'VECTOR' | 'LEARNED')[], Context>;
  };
  readonly Highlight?: {
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
  };
  readonly SearchHitEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly SearchHitConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
    readonly signals?: Resolver<Source, object, readonly ('LEXICAL' | 'VECTOR' | 'LEARNED')[], Context>;
    readonly corrections?: Resolver<Source, object, readonly object[], Context>;
    readonly facets?: Resolver<Source, object, readonly object[], Context>;
    readonly interpretation?: Resolver<Source, object, object | null, Context>;
  };
  readonly SearchCorrection?: {
    readonly word?: Resolver<Source, object, string, Context>;
    readonly searchedFor?: Resolver<Source, object, readonly string[], Context>;
  };
  readonly SearchFacet?: {
    readonly by?: Resolver<Source, object, 'KIND' | 'LANGUAGE' | 'STATUS' | 'MONTH' | 'FIELD', Context>;
    readonly field?: Resolver<Source, object, string | null, Context>;
    readonly values?: Resolver<Source, object, readonly object[], Context>;
    readonly others?: Resolver<Source, object, number, Context>;
    readonly missing?: Resolver<Source, object, number, Context>;
  };
  readonly SearchFacetValue?: {
    readonly value?: Resolver<Source, object, string, Context>;
    readonly count?: Resolver<Source, object, number, Context>;
  };
  readonly SimilarDocument?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly similar: Resolver<{ readonly id: string }, DocumentSimilarArguments, readonly object[] | null, Context>;
  };
  readonly SearchFilter?: {
    readonly kinds?: Resolver<Source, object, readonly string[] | null, Context>;
    readonly languages?: Resolver<Source, object, readonly string[] | null, Context>;
    readonly statuses?: Resolver<Source, object, readonly ('READY' | 'NEEDS_REVIEW')[] | null, Context>;
    readonly name?: Resolver<Source, object, string | null, Context>;
    readonly uploaded?: Resolver<Source, object, object | null, Context>;
    readonly fields?: Resolver<Source, object, readonly object[] | null, Context>;
  };
  readonly SearchDays?: {
    readonly from?: Resolver<Source, object, Date | string | null, Context>;
    readonly to?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly SearchFieldFilter?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly oneOf?: Resolver<Source, object, readonly string[] | null, Context>;
    readonly above?: Resolver<Source, object, string | null, Context>;
    readonly atLeast?: Resolver<Source, object, string | null, Context>;
    readonly atMost?: Resolver<Source, object, string | null, Context>;
    readonly below?: Resolver<Source, object, string | null, Context>;
    readonly from?: Resolver<Source, object, Date | string | null, Context>;
    readonly to?: Resolver<Source, object, Date | string | null, Context>;
    readonly currency?: Resolver<Source, object, string | null, Context>;
    readonly isMissing?: Resolver<Source, object, boolean | null, Context>;
    readonly orMissing?: Resolver<Source, object, boolean | null, Context>;
  };
  readonly SearchIntentPart?: {
    readonly start?: Resolver<Source, object, number | null, Context>;
    readonly end?: Resolver<Source, object, number | null, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly intent?: Resolver<Source, object, 'KIND' | 'AMOUNT' | 'DATE' | 'PAYMENT' | 'LANGUAGE' | 'STATUS' | 'ORDER' | 'EXCLUSION', Context>;
    readonly reading?: Resolver<Source, object, string, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly filter?: Resolver<Source, object, object | null, Context>;
    readonly problem?: Resolver<Source, object, string | null, Context>;
  };
  readonly SearchOrder?: {
    readonly by?: Resolver<Source, object, 'RELEVANCE' | 'DATE', Context>;
    readonly field?: Resolver<Source, object, string | null, Context>;
    readonly ascending?: Resolver<Source, object, boolean, Context>;
  };
  readonly SearchReading?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly filter?: Resolver<Source, object, object, Context>;
    readonly order?: Resolver<Source, object, object | null, Context>;
    readonly parts?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly SearchInterpretation?: {
    readonly reading?: Resolver<Source, object, object, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly SavedSearch?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly query?: Resolver<Source, object, string, Context>;
    readonly filter?: Resolver<Source, object, object, Context>;
    readonly notify?: Resolver<Source, object, boolean, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly updatedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly SavedSearchEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly SavedSearchConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly SearchMatch?: {
    readonly savedSearchId?: Resolver<Source, object, string, Context>;
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly versionId?: Resolver<Source, object, string, Context>;
    readonly matchedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly SavedSearchPayload?: {
    readonly savedSearch?: Resolver<Source, object, object, Context>;
  };
  readonly DeletedSavedSearchPayload?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly Subscription: {
    readonly searchMatched: StreamResolver<SubscriptionSearchMatchedArguments, object, Context>;
  };
  readonly InterpretSearchResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly CreateSavedSearchResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly UpdateSavedSearchResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteSavedSearchResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
