import { failureTypeDefs } from './shared-failures.js';
import { runOptionTypeDefs } from './shared-run-options.js';

/**
 * The types that every subgraph shares, in SDL. A subgraph names them without defining them; `withSharedTypes` adds
 * those it uses, as `@shareable`. `schema/shared.graphql` is generated from here.
 */
export const sharedTypeDefs = /* GraphQL */ `
"An instant, ISO 8601 in UTC."
scalar DateTime
"A calendar day, ISO 8601."
scalar Date
"Any JSON value."
scalar JSON
"An exact decimal number, as a string."
scalar Decimal
"An opaque place in a list or a stream."
scalar Cursor

"Where a page of a list stands."
type PageInfo @shareable {
  "Whether more follow."
  hasNextPage: Boolean!
  "Whether some come before."
  hasPreviousPage: Boolean!
  "The cursor of the first node."
  startCursor: Cursor
  "The cursor of the last node."
  endCursor: Cursor
}

"An amount of money."
type Money @shareable {
  "The exact amount."
  amount: Decimal!
  "ISO 4217."
  currency: String!
}

${failureTypeDefs}

"What answered."
enum Engine {
  "A language model."
  MODEL
  "A deterministic algorithm of the plugin."
  BUILT_IN
}

${runOptionTypeDefs}

"What screening said of a run's input and output."
enum Screening {
  "Nothing was found."
  ALLOWED
  "Text was changed."
  MODIFIED
  "It was stopped."
  BLOCKED
  "No screen is installed."
  UNSCREENED
}

"The result of a rule."
enum VerdictResult {
  "The rule holds."
  PASSED
  "The rule did not hold and the output was mended."
  FIXED
  "A person has to look at it."
  REVIEW
  "The output may not be used."
  REJECTED
}

"What a versioned rule said."
type Verdict @shareable {
  "The rule's id."
  rule: String!
  "The rule's version."
  version: Int!
  "What it said."
  result: VerdictResult!
  "Why."
  reason: String
}

"An entity that an output rests on."
type Evidence @shareable {
  "The document."
  documentId: ID!
  "The version of the document."
  versionId: ID!
  "The page, from 1."
  page: Int
  "The first code point of the page's text."
  start: Int
  "The code point after the last."
  end: Int
  "The text there."
  quote: String
  "How well it matched."
  score: Float
}

"How a stored result was found."
enum CacheHit {
  "For the same question, by the same versions."
  EXACT
  "For a question that means the same, by the same versions."
  SEMANTIC
}

"How a result came to be."
type ResultInfo @shareable {
  "The run."
  runId: ID!
  "The audit record of the decision."
  decisionId: ID
  "The capability."
  capability: String!
  "The version of the plugin."
  pluginVersion: String!
  "What answered."
  engine: Engine!
  "The version of the prompt."
  promptVersion: String
  "The model."
  model: String
  "What screening said."
  screening: Screening!
  "Whether every citation was verified; null when the capability makes none."
  grounded: Boolean
  "What it rests on."
  evidence: [Evidence!]! @listSize(assumedSize: 20)
  "What the rules said."
  verdicts: [Verdict!]! @listSize(assumedSize: 10)
  "What it cost in US dollars; null when the price is not known."
  costUsd: Decimal
  "What it was expected to cost at most before it began, in US dollars; null when a price is not known."
  estimatedCostUsd: Decimal
  "Tokens that the model read."
  inputTokens: Int!
  "Tokens that the model wrote."
  outputTokens: Int!
  "Whether something was cut: the context did not fit, or the model stopped at its longest answer."
  truncated: Boolean!
  "From which cache it comes; null when it was made for this run."
  cached: CacheHit
  "The seed that models were given; null without one."
  seed: Int
  "Whether it was made with a pin or a seed: then it is nobody else's stored result. Null for no."
  pinned: Boolean
  "How long it took, in milliseconds."
  durationMs: Float!
  "When it was made."
  createdAt: DateTime!
}

"What carries the record of how it was made."
interface Result {
  "How it came to be."
  result: ResultInfo!
}

"An answer that passed validation, grounding and rules."
type Answer implements Result @shareable {
  "The text, when the capability makes one."
  text: String
  "The typed output as JSON."
  output: JSON
  "How it came to be."
  result: ResultInfo!
}

"An outcome that a person has to look at."
type NeedsReview implements Result @shareable {
  "Why."
  reason: String!
  "The review."
  reviewId: ID
  "The typed output as JSON."
  output: JSON
  "How it came to be."
  result: ResultInfo!
}

"The system does not answer this."
type Refused implements Result @shareable {
  "The code of the refusal."
  code: String!
  "Why."
  reason: String!
  "How it came to be."
  result: ResultInfo!
}

"The budget is used up."
type BudgetExceeded implements Result @shareable {
  "Which budget."
  reason: String!
  "When the next period begins."
  resetsAt: DateTime!
  "How it came to be."
  result: ResultInfo!
}

"The documents do not say."
type InsufficientEvidence implements Result @shareable {
  "What was missing."
  reason: String!
  "How it came to be."
  result: ResultInfo!
}

"The expected outcomes of a capability."
union AIResult = Answer | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence

"One part of a run's append-only log."
interface RunEvent {
  "The run."
  runId: ID!
  "Where this part stands in the run; subscribe again after it."
  cursor: Cursor!
}

"The run began."
type RunStarted implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The capability."
  capability: String!
  "What answers."
  engine: Engine!
}

"More text. It is unchecked until the run has finished."
type TextDelta implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The text to append."
  text: String!
  "True where another model goes on after the first broke off; what was said before stays."
  resumed: Boolean
}

"A part of a typed output became known."
type ObjectDelta implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "A JSON pointer into the output."
  path: String!
  "The value there."
  value: JSON
}

"The model asks for a tool."
type ToolCall implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The call."
  callId: ID!
  "The tool."
  tool: String!
  "Its arguments."
  arguments: JSON
}

"What a tool answered."
type ToolResult implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The call."
  callId: ID!
  "The answer."
  result: JSON
  "The code of the error, if it failed."
  error: String
}

"A place of the answer rests on a place of a document."
type Citation implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The first code point of the answer's text."
  answerStart: Int!
  "The code point after the last."
  answerEnd: Int!
  "The version of the document."
  versionId: ID!
  "The document; null when it may not be read."
  document: Document
  "The page, from 1."
  page: Int!
  "The first code point of the page's text."
  start: Int!
  "The code point after the last."
  end: Int!
  "The text there, verified when it was written."
  quote: String!
}

"What was used so far."
type Usage implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "Tokens that the model read."
  inputTokens: Int!
  "Tokens that the model wrote."
  outputTokens: Int!
  "Cost in US dollars; null when the price is not known."
  costUsd: Decimal
}

"The run began anew: what was shown before is replaced by what follows."
type RunRestarted implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "How often it began anew."
  epoch: Int!
  "Why."
  reason: String!
}

"The run ended with an expected outcome."
type RunFinished implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The outcome, checked."
  result: AIResult!
}

"The run ended with an error."
type RunFailed implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "The code of the error catalogue."
  code: String!
  "What went wrong."
  message: String!
  "Whether starting it again may help."
  retryable: Boolean!
}

"Somebody cancelled the run."
type RunCancelled implements RunEvent @shareable {
  "The run."
  runId: ID!
  "Where this part stands."
  cursor: Cursor!
  "Who."
  by: String!
}

"A document, known here by its id."
type Document @key(fields: "id", resolvable: false) {
  "The document's id."
  id: ID!
}
`;

/** Directives that SDL may use without defining them. */
export const sharedDirectives = /* GraphQL */ `
"This field is made by a capability."
directive @ai(
  "The capability."
  capability: String!
  "What is cached: NONE or STORED."
  cache: String
  "What is promised of the same input: SAME_RESULT or VARIES."
  consistency: String
) on FIELD_DEFINITION
`;

/** The line that makes SDL a subgraph of Federation 2. */
export const federationLink = /* GraphQL */ `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@tag", "@composeDirective", "@cost", "@listSize"])
`;
