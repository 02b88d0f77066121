// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryWorkflowArguments = {
  readonly id: string;
};

export type QueryWorkflowsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly state?: 'DRAFT' | 'ENABLED' | 'DISABLED' | null;
};

export type QueryCheckWorkflowArguments = {
  readonly input: CheckWorkflowInput;
};

export type QuerySimulateWorkflowArguments = {
  readonly input: SimulateWorkflowInput;
};

export type QueryWorkflowRunArguments = {
  readonly id: string;
};

export type QueryWorkflowRunsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly workflowId?: string | null;
  readonly state?: 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | null;
};

export type MutationSaveWorkflowArguments = {
  readonly input: SaveWorkflowInput;
};

export type MutationEnableWorkflowArguments = {
  readonly input: EnableWorkflowInput;
};

export type MutationDisableWorkflowArguments = {
  readonly input: DisableWorkflowInput;
};

export type MutationRotateWorkflowSecretArguments = {
  readonly input: RotateWorkflowSecretInput;
};

export type MutationDeleteWorkflowArguments = {
  readonly input: DeleteWorkflowInput;
};

export type MutationStartWorkflowArguments = {
  readonly input: StartWorkflowInput;
};

export type MutationCancelWorkflowRunArguments = {
  readonly input: CancelWorkflowRunInput;
};

export type MutationSummarizeWorkflowRunArguments = {
  readonly input: SummarizeWorkflowRunInput;
};

export type SubscriptionWorkflowRunChangedArguments = {
  readonly id: string;
};

export type WorkflowState = 'DRAFT' | 'ENABLED' | 'DISABLED';

export type SaveWorkflowInput = {
  readonly id: string;
  readonly definition: unknown;
  readonly note: string;
};

export type CheckWorkflowInput = {
  readonly definition: unknown;
};

export type EnableWorkflowInput = {
  readonly id: string;
  readonly version?: number | null;
};

export type DisableWorkflowInput = {
  readonly id: string;
};

export type RotateWorkflowSecretInput = {
  readonly id: string;
  readonly overlapHours: number;
};

export type DeleteWorkflowInput = {
  readonly id: string;
};

export type SimulateWorkflowInput = {
  readonly definition?: unknown;
  readonly id?: string | null;
  readonly version?: number | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly first: number;
  readonly after?: string | null;
  readonly documentIds?: readonly string[] | null;
  readonly input?: unknown;
};

export type WorkflowDefinitionArguments = {
  readonly version?: number | null;
};

export type WorkflowVersionsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type SimulatedWorkflowEnd = 'NOT_BEGUN' | 'FINISHED' | 'STOPPED';

export type SimulatedOutput = 'JUDGED' | 'STORED' | 'ASSUMED' | 'UNKNOWN' | 'NONE';

export type WorkflowRunState = 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

export type WorkflowStepState = 'RUNNING' | 'WAITING' | 'RETRYING' | 'DONE' | 'SKIPPED' | 'FAILED' | 'CANCELLED' | 'UNDONE';

export type WorkflowWaitKind = 'RUN' | 'REVIEW' | 'EVENT' | 'TIME' | 'GOAL' | 'RETRY';

export type StartWorkflowInput = {
  readonly id: string;
  readonly input?: unknown;
  readonly idempotencyKey?: string | null;
};

export type CancelWorkflowRunInput = {
  readonly id: string;
  readonly compensate: boolean;
};

export type SummarizeWorkflowRunInput = {
  readonly id: string;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type WorkflowRunStepsArguments = {
  readonly first: number | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'clock' | 'documents' | 'events' | 'hooks' | 'jobs' | 'log' | 'models' | 'notifications.send' | 'operations' | 'permissions' | 'results' | 'reviews' | 'rules' | 'runs' | 'schedules' | 'settings' | 'store'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly workflow: Resolver<unknown, QueryWorkflowArguments, object | null, Context>;
    readonly workflows: Resolver<unknown, QueryWorkflowsArguments, object, Context>;
    readonly checkWorkflow: Resolver<unknown, QueryCheckWorkflowArguments, object, Context>;
    readonly simulateWorkflow: Resolver<unknown, QuerySimulateWorkflowArguments, object, Context>;
    readonly workflowRun: Resolver<unknown, QueryWorkflowRunArguments, object | null, Context>;
    readonly workflowRuns: Resolver<unknown, QueryWorkflowRunsArguments, object, Context>;
  };
  readonly Mutation: {
    readonly saveWorkflow: Resolver<unknown, MutationSaveWorkflowArguments, object, Context>;
    readonly enableWorkflow: Resolver<unknown, MutationEnableWorkflowArguments, object, Context>;
    readonly disableWorkflow: Resolver<unknown, MutationDisableWorkflowArguments, object, Context>;
    readonly rotateWorkflowSecret: Resolver<unknown, MutationRotateWorkflowSecretArguments, object, Context>;
    readonly deleteWorkflow: Resolver<unknown, MutationDeleteWorkflowArguments, object, Context>;
    readonly startWorkflow: Resolver<unknown, MutationStartWorkflowArguments, object, Context>;
    readonly cancelWorkflowRun: Resolver<unknown, MutationCancelWorkflowRunArguments, object, Context>;
    readonly summarizeWorkflowRun: Resolver<unknown, MutationSummarizeWorkflowRunArguments, object, Context>;
  };
  readonly Subscription: {
    readonly workflowRunChanged: StreamResolver<SubscriptionWorkflowRunChangedArguments, object, Context>;
  };
  readonly WorkflowPayload?: {
    readonly workflow?: Resolver<Source, object, object, Context>;
    readonly webhookSecret?: Resolver<Source, object, string | null, Context>;
    readonly previousSecretExpiresAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly DeletedWorkflow?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly WorkflowCheck?: {
    readonly valid?: Resolver<Source, object, boolean, Context>;
    readonly problems?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly WorkflowProblem?: {
    readonly path?: Resolver<Source, object, string, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly mend?: Resolver<Source, object, string, Context>;
  };
  readonly Workflow?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly title?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'DRAFT' | 'ENABLED' | 'DISABLED', Context>;
    readonly version?: Resolver<Source, object, number, Context>;
    readonly enabledVersion?: Resolver<Source, object, number | null, Context>;
    readonly enabledBy?: Resolver<Source, object, string | null, Context>;
    readonly webhookPath?: Resolver<Source, object, string | null, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly createdBy?: Resolver<Source, object, string, Context>;
    readonly changedAt?: Resolver<Source, object, Date | string, Context>;
    readonly definition?: Resolver<Source, WorkflowDefinitionArguments, unknown, Context>;
    readonly versions?: Resolver<Source, WorkflowVersionsArguments, object, Context>;
  };
  readonly WorkflowVersion?: {
    readonly version?: Resolver<Source, object, number, Context>;
    readonly definition?: Resolver<Source, object, unknown, Context>;
    readonly note?: Resolver<Source, object, string, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly by?: Resolver<Source, object, string, Context>;
  };
  readonly WorkflowSimulation?: {
    readonly runs?: Resolver<Source, object, readonly object[], Context>;
    readonly endCursor?: Resolver<Source, object, string | null, Context>;
  };
  readonly SimulatedWorkflowRun?: {
    readonly trigger?: Resolver<Source, object, unknown, Context>;
    readonly documentId?: Resolver<Source, object, string | null, Context>;
    readonly end?: Resolver<Source, object, 'NOT_BEGUN' | 'FINISHED' | 'STOPPED', Context>;
    readonly steps?: Resolver<Source, object, readonly object[], Context>;
    readonly stopsAt?: Resolver<Source, object, string | null, Context>;
    readonly stopsFor?: Resolver<Source, object, string | null, Context>;
  };
  readonly SimulatedWorkflowStep?: {
    readonly path?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly type?: Resolver<Source, object, string, Context>;
    readonly runs?: Resolver<Source, object, boolean, Context>;
    readonly input?: Resolver<Source, object, unknown, Context>;
    readonly output?: Resolver<Source, object, unknown, Context>;
    readonly outputFrom?: Resolver<Source, object, 'JUDGED' | 'STORED' | 'ASSUMED' | 'UNKNOWN' | 'NONE', Context>;
    readonly note?: Resolver<Source, object, string | null, Context>;
  };
  readonly WorkflowConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly WorkflowEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly WorkflowVersionConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly WorkflowVersionEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly StartedWorkflow?: {
    readonly runId?: Resolver<Source, object, string, Context>;
  };
  readonly WorkflowRunPayload?: {
    readonly run?: Resolver<Source, object, object, Context>;
  };
  readonly WorkflowRunSummary?: {
    readonly text?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED', Context>;
    readonly stepsDone?: Resolver<Source, object, number, Context>;
    readonly stepsFailed?: Resolver<Source, object, number, Context>;
    readonly waitingFor?: Resolver<Source, object, readonly ('RUN' | 'REVIEW' | 'EVENT' | 'TIME' | 'GOAL' | 'RETRY')[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly WorkflowRun?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly workflowId?: Resolver<Source, object, string, Context>;
    readonly version?: Resolver<Source, object, number, Context>;
    readonly state?: Resolver<Source, object, 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED', Context>;
    readonly actor?: Resolver<Source, object, string, Context>;
    readonly trigger?: Resolver<Source, object, unknown, Context>;
    readonly isHidden?: Resolver<Source, object, boolean, Context>;
    readonly error?: Resolver<Source, object, object | null, Context>;
    readonly startedAt?: Resolver<Source, object, Date | string, Context>;
    readonly endedAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly documentIds?: Resolver<Source, object, readonly string[], Context>;
    readonly steps?: Resolver<Source, WorkflowRunStepsArguments, readonly object[], Context>;
  };
  readonly WorkflowRunError?: {
    readonly code?: Resolver<Source, object, string, Context>;
    readonly message?: Resolver<Source, object, string, Context>;
    readonly path?: Resolver<Source, object, string | null, Context>;
  };
  readonly WorkflowRunStep?: {
    readonly path?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly type?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'RUNNING' | 'WAITING' | 'RETRYING' | 'DONE' | 'SKIPPED' | 'FAILED' | 'CANCELLED' | 'UNDONE', Context>;
    readonly attempts?: Resolver<Source, object, number, Context>;
    readonly resumed?: Resolver<Source, object, number, Context>;
    readonly input?: Resolver<Source, object, unknown, Context>;
    readonly output?: Resolver<Source, object, unknown, Context>;
    readonly error?: Resolver<Source, object, object | null, Context>;
    readonly waitingFor?: Resolver<Source, object, object | null, Context>;
    readonly startedAt?: Resolver<Source, object, Date | string, Context>;
    readonly endedAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly WorkflowWait?: {
    readonly kind?: Resolver<Source, object, 'RUN' | 'REVIEW' | 'EVENT' | 'TIME' | 'GOAL' | 'RETRY', Context>;
    readonly reference?: Resolver<Source, object, string | null, Context>;
    readonly dueAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly giveUpAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly WorkflowRunConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly WorkflowRunEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly WorkflowResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteWorkflowResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WorkflowSimulationResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly StartWorkflowResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WorkflowRunResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WorkflowRunSummaryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
