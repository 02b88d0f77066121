import { gql } from 'tributary/sdk';

export const qualityQueries = gql`
    "How good what runs in production is, over time. Needs analytics:read."
    aiQuality(
      "From when; 30 days before the end by default."
      from: DateTime
      "To when, exclusive; now by default."
      to: DateTime
      "The length of a step."
      interval: QualityInterval! = DAY
      "What the figures are of."
      groupBy: QualityGroup! = CAPABILITY
    ): AIQuality!
    "Which runs are evaluated in the background. Needs evaluation:read."
    sampling: [SamplingRule!]! @listSize(assumedSize: 50)
    "What was found of sampled runs that the caller may see, newest first. Needs evaluation:read."
    sampledRuns(
      "How many, 100 at most."
      first: Int = 20
      "Only of this capability."
      capability: String
      "From when; a day before now by default."
      from: DateTime
    ): [SampledRun!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
`;

export const qualityMutations = gql`
    "Has a share of a capability's finished runs evaluated; a share of 0 ends that. Needs evaluation:manage."
    setSampling("Which." input: SetSamplingInput!): SamplingResult!
`;

/** Sampling of production, and live figures. */
export const qualityTypes = gql`
  "The length of a step."
  enum QualityInterval {
    "An hour."
    HOUR
    "A day in UTC."
    DAY
    "A week from Monday."
    WEEK
    "A calendar month."
    MONTH
  }

  "What figures are of."
  enum QualityGroup {
    "Each capability."
    CAPABILITY
    "Each model."
    MODEL
    "Each version of a prompt."
    PROMPT_VERSION
  }

  "Which runs are evaluated."
  input SetSamplingInput {
    "The capability."
    capability: String!
    "Which share of its runs, from 0 to 1; the same runs for the same share."
    share: Float!
    "What measures them."
    evaluators: [ID!]!
  }

  "The rules after a change."
  type SamplingPayload {
    "All of them."
    rules: [SamplingRule!]! @listSize(assumedSize: 50)
  }
  "What came of it."
  union SamplingResult = SamplingPayload | InvalidInput | NotFound | Forbidden | Conflict

  "Which share of a capability's runs is evaluated."
  type SamplingRule {
    "The capability."
    capability: String!
    "From 0 to 1."
    share: Float!
    "What measures them."
    evaluators: [ID!]! @listSize(assumedSize: 20)
  }

  "A run of production that was evaluated."
  type SampledRun {
    "The run."
    runId: ID!
    "The capability."
    capability: String!
    "When it finished."
    at: DateTime!
    "The model; null for the built-in engine."
    model: String
    "Versions of prompts."
    promptVersions: [String!]! @listSize(assumedSize: 5)
    "How it ended."
    outcome: String!
    "The scores."
    scores: [CaseScore!]! @listSize(assumedSize: 50)
    "Evaluators that did not apply."
    skipped: [SkippedEvaluator!]! @listSize(assumedSize: 20)
  }

  "How good what runs in production is."
  type AIQuality {
    "By interval and group; at most 1,000."
    points: [AIQualityPoint!]! @listSize(assumedSize: 100)
    "Fields that people corrected in the period."
    corrections: Int!
    "Documents that were uploaded in the period."
    documents: Int!
    "Corrections of fields by document; null without documents."
    correctionRate: Float
  }

  "One group in one interval."
  type AIQualityPoint {
    "When the interval begins."
    at: DateTime!
    "The capability, model or prompt version; null for runs without."
    group: String
    "How many runs ended."
    runs: Int!
    "How many of them were evaluated."
    sampled: Int!
    "The share of evaluated answers with a claim that their sources do not support; null when none was checked."
    hallucinationFrequency: Float
    "The mean of the retrieval measures of evaluated runs; null without."
    retrievalAccuracy: Float
    "The mean of the measures of evaluated answers; null without."
    answerQuality: Float
    "What went wrong."
    failures: AIFailures!
    "The share of runs that went wrong; null without runs."
    failureRate: Float
  }

  "What went wrong."
  type AIFailures {
    "No model answered as the schema has it."
    schema: Int!
    "The capability would not answer."
    refused: Int!
    "A screen blocked the input or the output."
    blocked: Int!
    "Any other error."
    other: Int!
  }
`;
