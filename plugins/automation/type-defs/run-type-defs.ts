import { gql } from 'tributary/sdk';
import { paged } from './workflow-type-defs.js';

export const runQueries = gql`
    "A run of a workflow; null when there is none. Needs automation:read, or to have started it."
    workflowRun("Which." id: ID!): WorkflowRun
    "Runs of workflows, newest first. Needs automation:read."
    workflowRuns(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only of this workflow."
      workflowId: ID
      "Only those in this state."
      state: WorkflowRunState
    ): WorkflowRunConnection! ${paged}
`;

export const runMutations = gql`
    "Starts an enabled workflow whose trigger is a call. Needs automation:manage, or runs:start where it says everyone."
    startWorkflow("Which." input: StartWorkflowInput!): StartWorkflowResult!
    "Ends a run; what was done is undone, the last one first, unless said otherwise. Needs automation:manage."
    cancelWorkflowRun("Which." input: CancelWorkflowRunInput!): WorkflowRunResult!
    "Says in words what a run has done and where it stands. Needs automation:read."
    summarizeWorkflowRun("Which." input: SummarizeWorkflowRunInput!): WorkflowRunSummaryResult!
      @ai(capability: "automation.summarize-run", cache: "STORED", consistency: "SAME_RESULT")
`;

export const runSubscriptions = gql`
    "A run as it goes on, to its end. Needs automation:read, or to have started it."
    workflowRunChanged("Which." id: ID!): WorkflowRun!
`;

/** Runs of workflows and their steps. */
export const runTypes = gql`
  "Where a run stands."
  enum WorkflowRunState {
    "It goes on, or waits."
    RUNNING
    "All its steps are done."
    FINISHED
    "It could not go on; what was done and can be undone is undone."
    FAILED
    "Somebody ended it."
    CANCELLED
  }

  "Where a step stands."
  enum WorkflowStepState {
    "It is being done."
    RUNNING
    "It waits for somebody or something."
    WAITING
    "It failed and is tried again."
    RETRYING
    "It is done."
    DONE
    "Its condition does not hold."
    SKIPPED
    "It failed for good."
    FAILED
    "The run ended before it."
    CANCELLED
    "It was done, and is undone."
    UNDONE
  }

  "What a step waits for."
  enum WorkflowWaitKind {
    "The run of a capability."
    RUN
    "A person."
    REVIEW
    "A domain event."
    EVENT
    "A time."
    TIME
    "A run of the assistant."
    GOAL
    "Another attempt."
    RETRY
  }

  "A workflow to start."
  input StartWorkflowInput {
    "Which."
    id: ID!
    "What its steps see as trigger.input."
    input: JSON
    "The same key of the same caller starts it once."
    idempotencyKey: String
  }

  "A run to end."
  input CancelWorkflowRunInput {
    "Which."
    id: ID!
    "Whether what was done is undone."
    compensate: Boolean! = true
  }

  "A run to sum up."
  input SummarizeWorkflowRunInput {
    "Which."
    id: ID!
    "Ask again although a summary is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "A workflow that was started."
  type StartedWorkflow {
    "The id of its run, which is there as soon as it has begun."
    runId: ID!
  }
  "What came of it."
  union StartWorkflowResult = StartedWorkflow | InvalidInput | NotFound | Forbidden | Conflict

  "A run that was ended."
  type WorkflowRunPayload {
    "As it is now."
    run: WorkflowRun!
  }
  "What came of it."
  union WorkflowRunResult = WorkflowRunPayload | InvalidInput | NotFound | Forbidden | Conflict

  "A run in words."
  type WorkflowRunSummary implements Result {
    "The words."
    text: String!
    "Where the run stood."
    state: WorkflowRunState!
    "Steps that were done."
    stepsDone: Int!
    "Steps that failed."
    stepsFailed: Int!
    "What steps waited for."
    waitingFor: [WorkflowWaitKind!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "The summary, or why there is none."
  union WorkflowRunSummaryResult =
      WorkflowRunSummary
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict

  "A run of a workflow."
  type WorkflowRun {
    "Its id."
    id: ID!
    "The workflow."
    workflowId: ID!
    "The version that it follows."
    version: Int!
    "Where it stands."
    state: WorkflowRunState!
    "Whose rights its steps have."
    actor: String!
    "What began it; null for who may not see it."
    trigger: JSON
    "Whether what its steps were given and gave is hidden: the caller may not read all documents that it was made from, or it holds answers of operations, which only its actor may see."
    isHidden: Boolean!
    "Why it failed."
    error: WorkflowRunError
    "When it began."
    startedAt: DateTime!
    "When it ended."
    endedAt: DateTime
    "The documents that it was made from, and that the caller may read."
    documentIds: [ID!]! @listSize(assumedSize: 20)
    "Its steps in the order in which they began, 1,000 at most."
    steps("How many." first: Int = 100): [WorkflowRunStep!]!
      @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  }

  "Why a run or a step failed."
  type WorkflowRunError {
    "The code of the error catalogue."
    code: String!
    "What went wrong."
    message: String!
    "The way of the step."
    path: String
  }

  "A step of a run."
  type WorkflowRunStep {
    "Its way from the first step: names, cases or branches, turns of loops."
    path: String!
    "Its name."
    name: String!
    "Its type."
    type: String!
    "Where it stands."
    state: WorkflowStepState!
    "How often it was tried."
    attempts: Int!
    "How often it was taken up after a crash."
    resumed: Int!
    "What it was given; null for who may not see it."
    input: JSON
    "What it gave; null for who may not see it."
    output: JSON
    "Why it failed, or is tried again."
    error: WorkflowRunError
    "What it waits for."
    waitingFor: WorkflowWait
    "When it began."
    startedAt: DateTime!
    "When it ended."
    endedAt: DateTime
  }

  "What a step waits for."
  type WorkflowWait {
    "For what."
    kind: WorkflowWaitKind!
    "The id of the run or review."
    reference: ID
    "When it is looked at again at the latest."
    dueAt: DateTime
    "When it is given up."
    giveUpAt: DateTime
  }

  "A page of runs."
  type WorkflowRunConnection {
    "The runs."
    nodes: [WorkflowRun!]!
    "The runs with their places."
    edges: [WorkflowRunEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A run and its place."
  type WorkflowRunEdge {
    "The place."
    cursor: Cursor!
    "The run."
    node: WorkflowRun!
  }
`;
