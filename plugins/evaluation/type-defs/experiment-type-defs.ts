import { gql } from 'tributary/sdk';

const paged =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

export const experimentQueries = gql`
    "What can measure an output: the evaluators of all plugins that the tenant has."
    evaluators: [Evaluator!]! @listSize(assumedSize: 50)
    "An experiment; null when there is none. Needs evaluation:read."
    experiment("Which." id: ID!): Experiment
    "Experiments, newest first. Needs evaluation:read."
    experiments(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only over this dataset."
      datasetId: ID
    ): ExperimentConnection! ${paged}
    "What an experiment would take at most; nothing is started. Needs evaluation:manage."
    estimateExperiment("Which." input: StartExperimentInput!): ExperimentEstimateResult!
    "How two variants compare over the cases that both have, of one experiment or of two. Needs evaluation:read."
    compareExperiments("Which." input: CompareExperimentsInput!): ExperimentComparisonResult!
    "The results that the caller may read, as a file. Needs evaluation:read."
    exportExperiment(
      "Which."
      id: ID!
      "How it is written."
      format: CaseFileFormat! = JSONL
    ): CaseFile
`;

export const experimentMutations = gql`
    "Tries variants on the cases of a dataset, in the background. Needs evaluation:manage."
    startExperiment("Which." input: StartExperimentInput!): ExperimentResult!
    "Ends an experiment; results that are there stay. Needs evaluation:manage."
    cancelExperiment("Which." input: CancelExperimentInput!): ExperimentResult!
`;

export const experimentSubscriptions = gql`
    "An experiment as it goes on, to its end. Needs evaluation:read."
    experimentProgress("Which." id: ID!): Experiment!
`;

/** Evaluators, experiments and their results. */
export const experimentTypes = gql`
  "What measures an output."
  type Evaluator {
    "Its name: the plugin, a dot and the evaluator."
    id: ID!
    "The plugin that brings it."
    plugin: String!
    "What it measures."
    description: String!
  }

  "Which engine answers."
  enum EvaluatedEngine {
    "A model."
    MODEL
    "The built-in one."
    BUILT_IN
  }

  "Where an experiment stands."
  enum ExperimentState {
    "It waits."
    PENDING
    "It goes on."
    RUNNING
    "It has ended."
    FINISHED
    "It could not go on."
    FAILED
    "Somebody ended it."
    CANCELLED
  }

  "What the comparison with another variant says."
  enum ComparisonVerdict {
    "Better, and that is not chance (p below .05)."
    BETTER
    "Worse, and that is not chance (p below .05)."
    WORSE
    "The difference may be chance."
    NO_DIFFERENCE
    "Fewer than 30 pairs: nothing can be said."
    INSUFFICIENT
  }

  "One way to answer."
  input VariantInput {
    "Unique in the experiment."
    name: String!
    "Another capability than that of the dataset."
    capability: String
    "Versions (3) or labels (candidate) by the names of prompts, as an object."
    prompts: JSON
    "An alias of the models file."
    model: String
    "This engine, and no other."
    engine: EvaluatedEngine
    "Put over the input of each case, as an object."
    arguments: JSON
  }

  "An evaluator to use."
  input EvaluatorInput {
    "Which."
    id: ID!
    "What it is told, as an object; a judge its rubric."
    parameters: JSON
  }

  "What to try on what."
  input StartExperimentInput {
    "For people."
    name: String! = ""
    "The dataset."
    datasetId: ID!
    "Its version; the newest by default."
    version: Int
    "What is tried; the others are compared with the first. At most 8."
    variants: [VariantInput!]!
    "What measures it. At most 20."
    evaluators: [EvaluatorInput!]!
  }

  "An experiment to end."
  input CancelExperimentInput {
    "Which."
    id: ID!
  }

  "Two variants to compare."
  input CompareExperimentsInput {
    "The experiment of the variant that is judged."
    experimentId: ID!
    "Its name; the first by default."
    variant: String
    "The experiment that it is compared with."
    baselineId: ID!
    "The variant there; the first by default."
    baselineVariant: String
  }

  "An experiment that was started or ended."
  type ExperimentPayload {
    "As it is now."
    experiment: Experiment!
  }
  "What came of it."
  union ExperimentResult = ExperimentPayload | InvalidInput | NotFound | Forbidden | Conflict

  "What an experiment would take at most."
  type ExperimentEstimate {
    "Runs of capabilities."
    runs: Int!
    "Those of them that ask a model; judges not counted."
    modelRuns: Int!
    "In US dollars; null when a price is not known."
    estimatedCostUsd: String
    "Whether the budgets have room for each of its runs now."
    budgetAdmits: Boolean!
  }
  "The estimate, or why there is none."
  union ExperimentEstimateResult = ExperimentEstimate | InvalidInput | NotFound | Forbidden | Conflict

  "How two variants compare."
  type ExperimentComparison {
    "By measure."
    measures: [MeasureComparison!]! @listSize(assumedSize: 50)
  }
  "The comparison, or why there is none."
  union ExperimentComparisonResult = ExperimentComparison | InvalidInput | NotFound | Forbidden | Conflict

  "How two variants compare in one measure."
  type MeasureComparison {
    "The evaluator."
    evaluator: ID!
    "What it measured."
    measure: String!
    "The comparison."
    comparison: PairedComparison!
  }

  "A comparison over the cases that both have."
  type PairedComparison {
    "How many cases."
    pairs: Int!
    "The mean less that of the other."
    difference: Float!
    "The 95 % bootstrap interval of the difference; null below 30 pairs."
    interval: EvaluationInterval
    "How probable such a difference is by chance (randomisation test); null below 30 pairs."
    p: Float
    "What that says."
    verdict: ComparisonVerdict!
  }

  "Where 95 of 100 means would lie."
  type EvaluationInterval {
    "The lower end."
    low: Float!
    "The upper end."
    high: Float!
  }

  "Variants on the cases of a dataset."
  type Experiment {
    "Its id."
    id: ID!
    "For people."
    name: String!
    "The dataset."
    datasetId: ID!
    "The version of it that is used."
    datasetVersion: Int!
    "The capability of the dataset."
    capability: String!
    "Where it stands."
    state: ExperimentState!
    "What is tried."
    variants: [ExperimentVariant!]! @listSize(assumedSize: 8)
    "What measures it."
    evaluators: [ID!]! @listSize(assumedSize: 20)
    "Results that there will be."
    total: Int!
    "Results that there are."
    done: Int!
    "Those of them whose run failed."
    failed: Int!
    "What it was expected to take."
    estimate: ExperimentEstimate!
    "The figures; none until it has finished."
    summaries: [VariantSummary!]! @listSize(assumedSize: 200)
    "Why it failed."
    error: String
    "When it was started."
    createdAt: DateTime!
    "Who started it."
    createdBy: String!
    "When it ended."
    finishedAt: DateTime
    "The results that the caller may read, by variant and case."
    results(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only of the variant with this name."
      variant: String
    ): ExperimentCaseResultConnection! ${paged}
  }

  "What is tried."
  type ExperimentVariant {
    "Its name."
    name: String!
    "The capability, where it is another."
    capability: String
    "Versions or labels of prompts."
    prompts: JSON
    "The alias."
    model: String
    "The engine."
    engine: EvaluatedEngine
    "What is put over the inputs."
    arguments: JSON
  }

  "A variant in one measure."
  type VariantSummary {
    "The variant."
    variant: String!
    "The evaluator."
    evaluator: ID!
    "What it measured."
    measure: String!
    "How many cases have a score."
    caseCount: Int!
    "The mean score, from 0 to 1."
    mean: Float!
    "The 95 % bootstrap interval of the mean; null below 30 cases."
    interval: EvaluationInterval
    "The mean of what was measured (milliseconds, dollars), where that is no share."
    meanValue: Float
    "Against the first variant; null for that one."
    against: PairedComparison
  }

  "What a variant made of a case."
  type ExperimentCaseResult {
    "The case."
    caseId: ID!
    "The variant."
    variant: String!
    "The run; null when none could be started."
    runId: ID
    "How it ended: the type of the result, or the code of its error."
    outcome: String!
    "What it said."
    output: JSON
    "The scores."
    scores: [CaseScore!]! @listSize(assumedSize: 50)
    "Evaluators that did not apply."
    skipped: [SkippedEvaluator!]! @listSize(assumedSize: 20)
    "Milliseconds."
    durationMs: Float
    "US dollars; null when the price is not known."
    costUsd: String
  }

  "A score."
  type CaseScore {
    "The evaluator."
    evaluator: ID!
    "What it measured."
    measure: String!
    "From 0 (wrong) to 1 (right)."
    score: Float!
    "What was measured, where that is no share."
    value: Float
    "Why."
    reason: String!
  }

  "An evaluator that did not apply."
  type SkippedEvaluator {
    "Which."
    evaluator: ID!
    "Why, such as NO_MODEL."
    reason: String!
  }

  "A page of experiments."
  type ExperimentConnection {
    "The experiments."
    nodes: [Experiment!]!
    "The experiments with their places."
    edges: [ExperimentEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "An experiment and its place."
  type ExperimentEdge {
    "The place."
    cursor: Cursor!
    "The experiment."
    node: Experiment!
  }
  "A page of results."
  type ExperimentCaseResultConnection {
    "The results."
    nodes: [ExperimentCaseResult!]!
    "The results with their places."
    edges: [ExperimentCaseResultEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many the caller may read."
    totalCount: Int!
  }
  "A result and its place."
  type ExperimentCaseResultEdge {
    "The place."
    cursor: Cursor!
    "The result."
    node: ExperimentCaseResult!
  }
`;
