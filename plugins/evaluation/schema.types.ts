// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryDatasetArguments = {
  readonly id: string;
  readonly version?: number | null;
  readonly at?: Date | null;
};

export type QueryDatasetsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryExportDatasetArguments = {
  readonly id: string;
  readonly version?: number | null;
  readonly format: 'JSONL' | 'CSV';
};

export type QueryExperimentArguments = {
  readonly id: string;
};

export type QueryExperimentsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly datasetId?: string | null;
};

export type QueryEstimateExperimentArguments = {
  readonly input: StartExperimentInput;
};

export type QueryCompareExperimentsArguments = {
  readonly input: CompareExperimentsInput;
};

export type QueryExportExperimentArguments = {
  readonly id: string;
  readonly format: 'JSONL' | 'CSV';
};

export type QueryAiQualityArguments = {
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly interval: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
  readonly groupBy: 'CAPABILITY' | 'MODEL' | 'PROMPT_VERSION';
};

export type QuerySampledRunsArguments = {
  readonly first: number | null;
  readonly capability?: string | null;
  readonly from?: Date | null;
};

export type MutationCreateDatasetArguments = {
  readonly input: CreateDatasetInput;
};

export type MutationAddCasesArguments = {
  readonly input: AddCasesInput;
};

export type MutationAddCasesFromRunsArguments = {
  readonly input: AddCasesFromRunsInput;
};

export type MutationPutCaseArguments = {
  readonly input: PutCaseInput;
};

export type MutationRemoveCasesArguments = {
  readonly input: RemoveCasesInput;
};

export type MutationDeleteDatasetArguments = {
  readonly input: DeleteDatasetInput;
};

export type MutationCheckClaimsArguments = {
  readonly input: CheckClaimsInput;
};

export type MutationStartExperimentArguments = {
  readonly input: StartExperimentInput;
};

export type MutationCancelExperimentArguments = {
  readonly input: CancelExperimentInput;
};

export type MutationSetSamplingArguments = {
  readonly input: SetSamplingInput;
};

export type SubscriptionExperimentProgressArguments = {
  readonly id: string;
};

export type CaseFileFormat = 'JSONL' | 'CSV';

export type CaseSource = 'FILE' | 'RUN' | 'CORRECTION' | 'PERSON';

export type CreateDatasetInput = {
  readonly id: string;
  readonly capability: string;
  readonly description: string;
};

export type AddCasesInput = {
  readonly datasetId: string;
  readonly format: 'JSONL' | 'CSV';
  readonly text: string;
  readonly replace: boolean;
};

export type AddCasesFromRunsInput = {
  readonly datasetId: string;
  readonly runIds?: readonly string[] | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly first: number | null;
};

export type PutCaseInput = {
  readonly datasetId: string;
  readonly id: string;
  readonly input: unknown;
  readonly expected?: unknown;
};

export type RemoveCasesInput = {
  readonly datasetId: string;
  readonly ids: readonly string[];
};

export type DeleteDatasetInput = {
  readonly datasetId: string;
};

export type DatasetCasesArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly source?: 'FILE' | 'RUN' | 'CORRECTION' | 'PERSON' | null;
};

export type DatasetHistoryArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type EvaluatedEngine = 'MODEL' | 'BUILT_IN';

export type ExperimentState = 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

export type ComparisonVerdict = 'BETTER' | 'WORSE' | 'NO_DIFFERENCE' | 'INSUFFICIENT';

export type VariantInput = {
  readonly name: string;
  readonly capability?: string | null;
  readonly prompts?: unknown;
  readonly model?: string | null;
  readonly engine?: 'MODEL' | 'BUILT_IN' | null;
  readonly arguments?: unknown;
};

export type EvaluatorInput = {
  readonly id: string;
  readonly parameters?: unknown;
};

export type StartExperimentInput = {
  readonly name: string;
  readonly datasetId: string;
  readonly version?: number | null;
  readonly variants: readonly VariantInput[];
  readonly evaluators: readonly EvaluatorInput[];
};

export type CancelExperimentInput = {
  readonly id: string;
};

export type CompareExperimentsInput = {
  readonly experimentId: string;
  readonly variant?: string | null;
  readonly baselineId: string;
  readonly baselineVariant?: string | null;
};

export type ExperimentResultsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly variant?: string | null;
};

export type ClaimKind = 'ANSWER' | 'CLAIM' | 'SUMMARY';

export type ClaimDoubtKind = 'NEW_NUMBER' | 'NEW_NAME' | 'NEW_WORD' | 'DENIED' | 'TURNED_ROUND';

export type CheckClaimsInput = {
  readonly claims: readonly string[];
  readonly sources?: readonly string[] | null;
  readonly documentIds?: readonly string[] | null;
  readonly kind: 'ANSWER' | 'CLAIM' | 'SUMMARY' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type QualityInterval = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

export type QualityGroup = 'CAPABILITY' | 'MODEL' | 'PROMPT_VERSION';

export type SetSamplingInput = {
  readonly capability: string;
  readonly share: number;
  readonly evaluators: readonly string[];
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'analytics' | 'capabilities' | 'clock' | 'documents' | 'evaluators' | 'jobs' | 'models' | 'permissions' | 'reviews' | 'runs' | 'schedules' | 'store' | 'works'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly dataset: Resolver<unknown, QueryDatasetArguments, object | null, Context>;
    readonly datasets: Resolver<unknown, QueryDatasetsArguments, object, Context>;
    readonly exportDataset: Resolver<unknown, QueryExportDatasetArguments, object | null, Context>;
    readonly evaluators: Resolver<unknown, object, readonly object[], Context>;
    readonly experiment: Resolver<unknown, QueryExperimentArguments, object | null, Context>;
    readonly experiments: Resolver<unknown, QueryExperimentsArguments, object, Context>;
    readonly estimateExperiment: Resolver<unknown, QueryEstimateExperimentArguments, object, Context>;
    readonly compareExperiments: Resolver<unknown, QueryCompareExperimentsArguments, object, Context>;
    readonly exportExperiment: Resolver<unknown, QueryExportExperimentArguments, object | null, Context>;
    readonly aiQuality: Resolver<unknown, QueryAiQualityArguments, object, Context>;
    readonly sampling: Resolver<unknown, object, readonly object[], Context>;
    readonly sampledRuns: Resolver<unknown, QuerySampledRunsArguments, readonly object[], Context>;
  };
  readonly Mutation: {
    readonly createDataset: Resolver<unknown, MutationCreateDatasetArguments, object, Context>;
    readonly addCases: Resolver<unknown, MutationAddCasesArguments, object, Context>;
    readonly addCasesFromRuns: Resolver<unknown, MutationAddCasesFromRunsArguments, object, Context>;
    readonly putCase: Resolver<unknown, MutationPutCaseArguments, object, Context>;
    readonly removeCases: Resolver<unknown, MutationRemoveCasesArguments, object, Context>;
    readonly deleteDataset: Resolver<unknown, MutationDeleteDatasetArguments, object, Context>;
    readonly checkClaims: Resolver<unknown, MutationCheckClaimsArguments, object, Context>;
    readonly startExperiment: Resolver<unknown, MutationStartExperimentArguments, object, Context>;
    readonly cancelExperiment: Resolver<unknown, MutationCancelExperimentArguments, object, Context>;
    readonly setSampling: Resolver<unknown, MutationSetSamplingArguments, object, Context>;
  };
  readonly Subscription: {
    readonly experimentProgress: StreamResolver<SubscriptionExperimentProgressArguments, object, Context>;
  };
  readonly DatasetPayload?: {
    readonly dataset?: Resolver<Source, object, object, Context>;
  };
  readonly DeleteDatasetPayload?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly CaseFile?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly mediaType?: Resolver<Source, object, string, Context>;
    readonly lines?: Resolver<Source, object, number, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
  };
  readonly Dataset?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly capability?: Resolver<Source, object, string, Context>;
    readonly description?: Resolver<Source, object, string, Context>;
    readonly version?: Resolver<Source, object, number, Context>;
    readonly caseCount?: Resolver<Source, object, number, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly createdBy?: Resolver<Source, object, string, Context>;
    readonly updatedAt?: Resolver<Source, object, Date | string, Context>;
    readonly cases?: Resolver<Source, DatasetCasesArguments, object, Context>;
    readonly history?: Resolver<Source, DatasetHistoryArguments, object, Context>;
  };
  readonly DatasetCase?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly input?: Resolver<Source, object, unknown, Context>;
    readonly expected?: Resolver<Source, object, unknown, Context>;
    readonly source?: Resolver<Source, object, 'FILE' | 'RUN' | 'CORRECTION' | 'PERSON', Context>;
    readonly sourceId?: Resolver<Source, object, string | null, Context>;
    readonly version?: Resolver<Source, object, number, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly by?: Resolver<Source, object, string, Context>;
  };
  readonly DatasetVersion?: {
    readonly version?: Resolver<Source, object, number, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly by?: Resolver<Source, object, string, Context>;
    readonly change?: Resolver<Source, object, string, Context>;
    readonly added?: Resolver<Source, object, number, Context>;
    readonly edited?: Resolver<Source, object, number, Context>;
    readonly removed?: Resolver<Source, object, number, Context>;
    readonly caseCount?: Resolver<Source, object, number, Context>;
  };
  readonly DatasetConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly DatasetEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly DatasetCaseConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly DatasetCaseEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly DatasetVersionConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly DatasetVersionEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly Evaluator?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly plugin?: Resolver<Source, object, string, Context>;
    readonly description?: Resolver<Source, object, string, Context>;
  };
  readonly ExperimentPayload?: {
    readonly experiment?: Resolver<Source, object, object, Context>;
  };
  readonly ExperimentEstimate?: {
    readonly runs?: Resolver<Source, object, number, Context>;
    readonly modelRuns?: Resolver<Source, object, number, Context>;
    readonly estimatedCostUsd?: Resolver<Source, object, string | null, Context>;
    readonly budgetAdmits?: Resolver<Source, object, boolean, Context>;
  };
  readonly ExperimentComparison?: {
    readonly measures?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly MeasureComparison?: {
    readonly evaluator?: Resolver<Source, object, string, Context>;
    readonly measure?: Resolver<Source, object, string, Context>;
    readonly comparison?: Resolver<Source, object, object, Context>;
  };
  readonly PairedComparison?: {
    readonly pairs?: Resolver<Source, object, number, Context>;
    readonly difference?: Resolver<Source, object, number, Context>;
    readonly interval?: Resolver<Source, object, object | null, Context>;
    readonly p?: Resolver<Source, object, number | null, Context>;
    readonly verdict?: Resolver<Source, object, 'BETTER' | 'WORSE' | 'NO_DIFFERENCE' | 'INSUFFICIENT', Context>;
  };
  readonly EvaluationInterval?: {
    readonly low?: Resolver<Source, object, number, Context>;
    readonly high?: Resolver<Source, object, number, Context>;
  };
  readonly Experiment?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly datasetId?: Resolver<Source, object, string, Context>;
    readonly datasetVersion?: Resolver<Source, object, number, Context>;
    readonly capability?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED', Context>;
    readonly variants?: Resolver<Source, object, readonly object[], Context>;
    readonly evaluators?: Resolver<Source, object, readonly string[], Context>;
    readonly total?: Resolver<Source, object, number, Context>;
    readonly done?: Resolver<Source, object, number, Context>;
    readonly failed?: Resolver<Source, object, number, Context>;
    readonly estimate?: Resolver<Source, object, object, Context>;
    readonly summaries?: Resolver<Source, object, readonly object[], Context>;
    readonly error?: Resolver<Source, object, string | null, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly createdBy?: Resolver<Source, object, string, Context>;
    readonly finishedAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly results?: Resolver<Source, ExperimentResultsArguments, object, Context>;
  };
  readonly ExperimentVariant?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly capability?: Resolver<Source, object, string | null, Context>;
    readonly prompts?: Resolver<Source, object, unknown, Context>;
    readonly model?: Resolver<Source, object, string | null, Context>;
    readonly engine?: Resolver<Source, object, 'MODEL' | 'BUILT_IN' | null, Context>;
    readonly arguments?: Resolver<Source, object, unknown, Context>;
  };
  readonly VariantSummary?: {
    readonly variant?: Resolver<Source, object, string, Context>;
    readonly evaluator?: Resolver<Source, object, string, Context>;
    readonly measure?: Resolver<Source, object, string, Context>;
    readonly caseCount?: Resolver<Source, object, number, Context>;
    readonly mean?: Resolver<Source, object, number, Context>;
    readonly interval?: Resolver<Source, object, object | null, Context>;
    readonly meanValue?: Resolver<Source, object, number | null, Context>;
    readonly against?: Resolver<Source, object, object | null, Context>;
  };
  readonly ExperimentCaseResult?: {
    readonly caseId?: Resolver<Source, object, string, Context>;
    readonly variant?: Resolver<Source, object, string, Context>;
    readonly runId?: Resolver<Source, object, string | null, Context>;
    readonly outcome?: Resolver<Source, object, string, Context>;
    readonly output?: Resolver<Source, object, unknown, Context>;
    readonly scores?: Resolver<Source, object, readonly object[], Context>;
    readonly skipped?: Resolver<Source, object, readonly object[], Context>;
    readonly durationMs?: Resolver<Source, object, number | null, Context>;
    readonly costUsd?: Resolver<Source, object, string | null, Context>;
  };
  readonly CaseScore?: {
    readonly evaluator?: Resolver<Source, object, string, Context>;
    readonly measure?: Resolver<Source, object, string, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly value?: Resolver<Source, object, number | null, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
  };
  readonly SkippedEvaluator?: {
    readonly evaluator?: Resolver<Source, object, string, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
  };
  readonly ExperimentConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly ExperimentEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly ExperimentCaseResultConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly ExperimentCaseResultEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly CheckedClaims?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly supportedShare?: Resolver<Source, object, number, Context>;
    readonly claims?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly CheckedClaim?: {
    readonly claim?: Resolver<Source, object, string, Context>;
    readonly supported?: Resolver<Source, object, boolean, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly reason?: Resolver<Source, object, string | null, Context>;
    readonly quote?: Resolver<Source, object, object | null, Context>;
    readonly doubts?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly ClaimQuote?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly source?: Resolver<Source, object, number | null, Context>;
    readonly documentId?: Resolver<Source, object, string | null, Context>;
    readonly versionId?: Resolver<Source, object, string | null, Context>;
    readonly page?: Resolver<Source, object, number | null, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
  };
  readonly ClaimDoubt?: {
    readonly kind?: Resolver<Source, object, 'NEW_NUMBER' | 'NEW_NAME' | 'NEW_WORD' | 'DENIED' | 'TURNED_ROUND', Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
  };
  readonly SamplingPayload?: {
    readonly rules?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly SamplingRule?: {
    readonly capability?: Resolver<Source, object, string, Context>;
    readonly share?: Resolver<Source, object, number, Context>;
    readonly evaluators?: Resolver<Source, object, readonly string[], Context>;
  };
  readonly SampledRun?: {
    readonly runId?: Resolver<Source, object, string, Context>;
    readonly capability?: Resolver<Source, object, string, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly model?: Resolver<Source, object, string | null, Context>;
    readonly promptVersions?: Resolver<Source, object, readonly string[], Context>;
    readonly outcome?: Resolver<Source, object, string, Context>;
    readonly scores?: Resolver<Source, object, readonly object[], Context>;
    readonly skipped?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly AIQuality?: {
    readonly points?: Resolver<Source, object, readonly object[], Context>;
    readonly corrections?: Resolver<Source, object, number, Context>;
    readonly documents?: Resolver<Source, object, number, Context>;
    readonly correctionRate?: Resolver<Source, object, number | null, Context>;
  };
  readonly AIQualityPoint?: {
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly group?: Resolver<Source, object, string | null, Context>;
    readonly runs?: Resolver<Source, object, number, Context>;
    readonly sampled?: Resolver<Source, object, number, Context>;
    readonly hallucinationFrequency?: Resolver<Source, object, number | null, Context>;
    readonly retrievalAccuracy?: Resolver<Source, object, number | null, Context>;
    readonly answerQuality?: Resolver<Source, object, number | null, Context>;
    readonly failures?: Resolver<Source, object, object, Context>;
    readonly failureRate?: Resolver<Source, object, number | null, Context>;
  };
  readonly AIFailures?: {
    readonly schema?: Resolver<Source, object, number, Context>;
    readonly refused?: Resolver<Source, object, number, Context>;
    readonly blocked?: Resolver<Source, object, number, Context>;
    readonly other?: Resolver<Source, object, number, Context>;
  };
  readonly DatasetResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteDatasetResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ExperimentResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ExperimentEstimateResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ExperimentComparisonResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly CheckClaimsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SamplingResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
