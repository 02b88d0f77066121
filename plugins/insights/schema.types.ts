// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryInsightsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly filter?: InsightsFilter | null;
};

export type QueryInsightArguments = {
  readonly id: string;
};

export type QuerySeriesAnalysisArguments = {
  readonly program: InsightProgramInput;
};

export type QueryInsightAnswersArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryInsightAnswerArguments = {
  readonly id: string;
};

export type QueryInsightQueriesArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryInsightQueryArguments = {
  readonly id: string;
};

export type MutationRecomputeInsightArguments = {
  readonly input: RecomputeInsightInput;
};

export type MutationDismissInsightArguments = {
  readonly input: DismissInsightInput;
};

export type MutationFindInsightsArguments = {
  readonly input: FindInsightsInput;
};

export type MutationSetInsightScheduleArguments = {
  readonly input: SetInsightScheduleInput;
};

export type MutationAskInsightsArguments = {
  readonly input: AskInsightsInput;
};

export type MutationRunInsightQueryArguments = {
  readonly input: RunInsightQueryInput;
};

export type MutationSaveInsightQueryArguments = {
  readonly input: SaveInsightQueryInput;
};

export type MutationDeleteInsightQueryArguments = {
  readonly input: DeleteInsightQueryInput;
};

export type SubscriptionInsightFoundArguments = {
  readonly kinds?: readonly ('TREND' | 'SEASONALITY' | 'CHANGE_POINT' | 'OUTLIER' | 'FORECAST')[] | null;
};

export type InsightSource = 'DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS';

export type InsightMeasureOf = 'COUNT' | 'SUM' | 'MEAN' | 'MEDIAN' | 'MIN' | 'MAX' | 'SHARE';

export type InsightOperator = 'EQUALS' | 'ONE_OF' | 'NOT' | 'ABOVE' | 'AT_LEAST' | 'AT_MOST' | 'BELOW' | 'MISSING';

export type InsightInterval = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

export type InsightOrder = 'TIME' | 'VALUE_DESC' | 'VALUE_ASC' | 'GROUP';

export type InsightScope = 'READABLE' | 'EVERYBODY';

export type InsightMeasureInput = {
  readonly of: 'COUNT' | 'SUM' | 'MEAN' | 'MEDIAN' | 'MIN' | 'MAX' | 'SHARE';
  readonly field?: string | null;
};

export type InsightFilterInput = {
  readonly field: string;
  readonly is: 'EQUALS' | 'ONE_OF' | 'NOT' | 'ABOVE' | 'AT_LEAST' | 'AT_MOST' | 'BELOW' | 'MISSING';
  readonly values: readonly string[];
};

export type InsightPeriodInput = {
  readonly from?: string | null;
  readonly to?: string | null;
};

export type InsightProgramInput = {
  readonly source: 'DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS';
  readonly measure: InsightMeasureInput;
  readonly groupBy?: readonly string[] | null;
  readonly filters?: readonly InsightFilterInput[] | null;
  readonly interval?: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | null;
  readonly time?: string | null;
  readonly period?: InsightPeriodInput | null;
  readonly order?: 'TIME' | 'VALUE_DESC' | 'VALUE_ASC' | 'GROUP' | null;
  readonly limit?: number | null;
  readonly scope?: 'READABLE' | 'EVERYBODY' | null;
};

export type InsightKind = 'TREND' | 'SEASONALITY' | 'CHANGE_POINT' | 'OUTLIER' | 'FORECAST';

export type InsightDirection = 'UP' | 'DOWN';

export type InsightsFilter = {
  readonly kinds?: readonly ('TREND' | 'SEASONALITY' | 'CHANGE_POINT' | 'OUTLIER' | 'FORECAST')[] | null;
  readonly sources?: readonly ('DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS')[] | null;
  readonly metric?: string | null;
  readonly minImportance?: number | null;
  readonly since?: Date | null;
  readonly includeDismissed: boolean | null;
};

export type RecomputeInsightInput = {
  readonly id: string;
};

export type DismissInsightInput = {
  readonly id: string;
  readonly reason?: string | null;
};

export type FindInsightsInput = {
  readonly idempotencyKey?: string | null;
};

export type SetInsightScheduleInput = {
  readonly dailyAt?: string | null;
  readonly everyHours?: number | null;
};

export type AskInsightsInput = {
  readonly question: string;
  readonly today?: Date | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type RunInsightQueryInput = {
  readonly program?: InsightProgramInput | null;
  readonly queryId?: string | null;
  readonly answerId?: string | null;
};

export type SaveInsightQueryInput = {
  readonly name: string;
  readonly program: InsightProgramInput;
  readonly question?: string | null;
  readonly watched: boolean | null;
};

export type DeleteInsightQueryInput = {
  readonly id: string;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'analytics' | 'capabilities' | 'clock' | 'events' | 'jobs' | 'models' | 'permissions' | 'runs' | 'schedules' | 'store'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly insights: Resolver<unknown, QueryInsightsArguments, object, Context>;
    readonly insight: Resolver<unknown, QueryInsightArguments, object | null, Context>;
    readonly insightSchedule: Resolver<unknown, object, object, Context>;
    readonly seriesAnalysis: Resolver<unknown, QuerySeriesAnalysisArguments, object, Context>;
    readonly insightFields: Resolver<unknown, object, readonly object[], Context>;
    readonly insightAnswers: Resolver<unknown, QueryInsightAnswersArguments, object, Context>;
    readonly insightAnswer: Resolver<unknown, QueryInsightAnswerArguments, object | null, Context>;
    readonly insightQueries: Resolver<unknown, QueryInsightQueriesArguments, object, Context>;
    readonly insightQuery: Resolver<unknown, QueryInsightQueryArguments, object | null, Context>;
  };
  readonly Mutation: {
    readonly recomputeInsight: Resolver<unknown, MutationRecomputeInsightArguments, object, Context>;
    readonly dismissInsight: Resolver<unknown, MutationDismissInsightArguments, object, Context>;
    readonly findInsights: Resolver<unknown, MutationFindInsightsArguments, object, Context>;
    readonly setInsightSchedule: Resolver<unknown, MutationSetInsightScheduleArguments, object, Context>;
    readonly askInsights: Resolver<unknown, MutationAskInsightsArguments, object, Context>;
    readonly runInsightQuery: Resolver<unknown, MutationRunInsightQueryArguments, object, Context>;
    readonly saveInsightQuery: Resolver<unknown, MutationSaveInsightQueryArguments, object, Context>;
    readonly deleteInsightQuery: Resolver<unknown, MutationDeleteInsightQueryArguments, object, Context>;
  };
  readonly Subscription: {
    readonly insightFound: StreamResolver<SubscriptionInsightFoundArguments, object, Context>;
  };
  readonly InsightMeasure?: {
    readonly of?: Resolver<Source, object, 'COUNT' | 'SUM' | 'MEAN' | 'MEDIAN' | 'MIN' | 'MAX' | 'SHARE', Context>;
    readonly field?: Resolver<Source, object, string | null, Context>;
  };
  readonly InsightFilter?: {
    readonly field?: Resolver<Source, object, string, Context>;
    readonly is?: Resolver<Source, object, 'EQUALS' | 'ONE_OF' | 'NOT' | 'ABOVE' | 'AT_LEAST' | 'AT_MOST' | 'BELOW' | 'MISSING', Context>;
    readonly values?: Resolver<Source, object, readonly string[], Context>;
  };
  readonly InsightPeriod?: {
    readonly from?: Resolver<Source, object, string | null, Context>;
    readonly to?: Resolver<Source, object, string | null, Context>;
  };
  readonly InsightProgram?: {
    readonly source?: Resolver<Source, object, 'DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS', Context>;
    readonly measure?: Resolver<Source, object, object, Context>;
    readonly groupBy?: Resolver<Source, object, readonly string[], Context>;
    readonly filters?: Resolver<Source, object, readonly object[], Context>;
    readonly interval?: Resolver<Source, object, 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | null, Context>;
    readonly time?: Resolver<Source, object, string | null, Context>;
    readonly period?: Resolver<Source, object, object | null, Context>;
    readonly order?: Resolver<Source, object, 'TIME' | 'VALUE_DESC' | 'VALUE_ASC' | 'GROUP' | null, Context>;
    readonly limit?: Resolver<Source, object, number | null, Context>;
    readonly scope?: Resolver<Source, object, 'READABLE' | 'EVERYBODY' | null, Context>;
  };
  readonly InsightRow?: {
    readonly at?: Resolver<Source, object, Date | string | null, Context>;
    readonly group?: Resolver<Source, object, readonly (string | null)[], Context>;
    readonly currency?: Resolver<Source, object, string | null, Context>;
    readonly value?: Resolver<Source, object, string, Context>;
    readonly count?: Resolver<Source, object, number, Context>;
  };
  readonly InsightNumber?: {
    readonly value?: Resolver<Source, object, unknown, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly program?: Resolver<Source, object, number, Context>;
    readonly path?: Resolver<Source, object, string, Context>;
  };
  readonly InsightField?: {
    readonly source?: Resolver<Source, object, 'DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS', Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly type?: Resolver<Source, object, string, Context>;
  };
  readonly Insight?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly kind?: Resolver<Source, object, 'TREND' | 'SEASONALITY' | 'CHANGE_POINT' | 'OUTLIER' | 'FORECAST', Context>;
    readonly metric?: Resolver<Source, object, string, Context>;
    readonly source?: Resolver<Source, object, 'DOCUMENTS' | 'RUNS' | 'REVIEWS' | 'RECOMMENDATIONS', Context>;
    readonly group?: Resolver<Source, object, string | null, Context>;
    readonly currency?: Resolver<Source, object, string | null, Context>;
    readonly interval?: Resolver<Source, object, 'HOUR' | 'DAY' | 'WEEK' | 'MONTH', Context>;
    readonly direction?: Resolver<Source, object, 'UP' | 'DOWN' | null, Context>;
    readonly importance?: Resolver<Source, object, number, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly numbers?: Resolver<Source, object, readonly object[], Context>;
    readonly programs?: Resolver<Source, object, readonly object[], Context>;
    readonly engine?: Resolver<Source, object, string, Context>;
    readonly computedAt?: Resolver<Source, object, Date | string, Context>;
    readonly dismissedAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly dismissedBy?: Resolver<Source, object, string | null, Context>;
    readonly dismissReason?: Resolver<Source, object, string | null, Context>;
  };
  readonly InsightConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly InsightEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly RecomputedNumber?: {
    readonly number?: Resolver<Source, object, object, Context>;
    readonly now?: Resolver<Source, object, unknown, Context>;
    readonly text?: Resolver<Source, object, string | null, Context>;
    readonly isSame?: Resolver<Source, object, boolean, Context>;
  };
  readonly RecomputedInsight?: {
    readonly insight?: Resolver<Source, object, object, Context>;
    readonly isSame?: Resolver<Source, object, boolean, Context>;
    readonly numbers?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly DismissInsightPayload?: {
    readonly insight?: Resolver<Source, object, object, Context>;
  };
  readonly FindInsightsPayload?: {
    readonly jobId?: Resolver<Source, object, string, Context>;
  };
  readonly InsightTooShort?: {
    readonly metric?: Resolver<Source, object, string, Context>;
    readonly group?: Resolver<Source, object, string | null, Context>;
    readonly points?: Resolver<Source, object, number, Context>;
    readonly needed?: Resolver<Source, object, number, Context>;
  };
  readonly InsightSchedule?: {
    readonly dailyAt?: Resolver<Source, object, string | null, Context>;
    readonly everyHours?: Resolver<Source, object, number | null, Context>;
    readonly nextAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly lastAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly looked?: Resolver<Source, object, number, Context>;
    readonly found?: Resolver<Source, object, number, Context>;
    readonly tooShort?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly InsightSchedulePayload?: {
    readonly schedule?: Resolver<Source, object, object, Context>;
  };
  readonly SeriesPoint?: {
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly value?: Resolver<Source, object, number | null, Context>;
  };
  readonly SeriesAnalysis?: {
    readonly program?: Resolver<Source, object, object, Context>;
    readonly points?: Resolver<Source, object, readonly object[], Context>;
    readonly shape?: Resolver<Source, object, string | null, Context>;
    readonly trend?: Resolver<Source, object, unknown, Context>;
    readonly seasonality?: Resolver<Source, object, unknown, Context>;
    readonly changes?: Resolver<Source, object, unknown, Context>;
    readonly outliers?: Resolver<Source, object, unknown, Context>;
    readonly forecast?: Resolver<Source, object, unknown, Context>;
    readonly findings?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly SeriesFinding?: {
    readonly kind?: Resolver<Source, object, 'TREND' | 'SEASONALITY' | 'CHANGE_POINT' | 'OUTLIER' | 'FORECAST', Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly numbers?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly InsightAnswer?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly question?: Resolver<Source, object, string, Context>;
    readonly unread?: Resolver<Source, object, readonly string[], Context>;
    readonly program?: Resolver<Source, object, object, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly numbers?: Resolver<Source, object, readonly object[], Context>;
    readonly rows?: Resolver<Source, object, readonly object[], Context>;
    readonly truncated?: Resolver<Source, object, boolean, Context>;
    readonly computedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly InsightAnswerConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly InsightAnswerEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly AskInsightsPayload?: {
    readonly answer?: Resolver<Source, object, object, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly InsightQueryAnswer?: {
    readonly program?: Resolver<Source, object, object, Context>;
    readonly rows?: Resolver<Source, object, readonly object[], Context>;
    readonly truncated?: Resolver<Source, object, boolean, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly numbers?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly InsightQuery?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly question?: Resolver<Source, object, string | null, Context>;
    readonly program?: Resolver<Source, object, object, Context>;
    readonly watched?: Resolver<Source, object, boolean, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly InsightQueryConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly InsightQueryEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly InsightQueryPayload?: {
    readonly query?: Resolver<Source, object, object, Context>;
  };
  readonly DeletedInsightQueryPayload?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly RecomputeInsightResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DismissInsightResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly FindInsightsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SetInsightScheduleResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly AskInsightsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly RunInsightQueryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SaveInsightQueryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteInsightQueryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
