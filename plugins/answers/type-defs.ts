import { gql } from 'tributary/sdk';

const inputs = gql`
  "A question that was asked before, with its answer."
  input EarlierTurnInput {
    "The question."
    question: String!
    "What was answered."
    answer: String!
  }

  "A question, and what it follows."
  input AnswerQuestionInput {
    "The question."
    question: String!
    "Only from these documents."
    documentIds: [ID!]
    "What was asked before, oldest first, at most 10: what the question points back to."
    previous: [EarlierTurnInput!]
    "A run of this capability that the question follows."
    previousRunId: ID
    "Ask again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
`;

const outputs = gql`
  "The outcome: an answer, or why there is none."
  union AnswerQuestionResult =
      AnsweredQuestion
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict

  "An answer with what supports it."
  type AnsweredQuestion implements Result {
    "The text."
    text: String!
    "The question as it was understood after those before it; null when it stood alone."
    standaloneQuestion: String
    "Each sentence, and whether what it cites supports it."
    claims: [AnswerClaim!]! @listSize(assumedSize: 10)
    "Where the documents give different values for what seems the same thing."
    conflicts: [SourceConflict!]! @listSize(assumedSize: 5)
    "What could be asked next."
    followUps: [String!]! @listSize(assumedSize: 3)
    "How it came to be; its evidence names the places."
    result: ResultInfo!
  }

  "An answer that is stored."
  type StoredAnswer implements Result {
    "The text."
    text: String!
    "The question as it was understood after those before it; null when it stood alone."
    standaloneQuestion: String
    "Each sentence, and whether what it cites supports it."
    claims: [AnswerClaim!]! @listSize(assumedSize: 10)
    "Where the documents give different values for what seems the same thing."
    conflicts: [SourceConflict!]! @listSize(assumedSize: 5)
    "What could be asked next."
    followUps: [String!]! @listSize(assumedSize: 3)
    "How it came to be."
    result: ResultInfo!
  }

  "A sentence of an answer."
  type AnswerClaim {
    "The sentence."
    text: String!
    "The first code point of the answer's text."
    start: Int!
    "The code point after the last."
    end: Int!
    "How many citations it has."
    citations: Int!
    "Whether what it cites supports it."
    supported: Boolean!
    "Numbers and names in it that what it cites does not have."
    invented: [String!]! @listSize(assumedSize: 5)
  }

  "Documents that differ about what seems the same thing."
  type SourceConflict {
    "What is said, with a gap where the values differ."
    claim: String!
    "The values, each in its place."
    values: [ConflictingValue!]! @listSize(assumedSize: 4)
  }

  "What one document says."
  type ConflictingValue {
    "The value as it stands there."
    text: String!
    "The document."
    documentId: ID!
    "Its version."
    versionId: ID!
    "The page, from 1."
    page: Int!
    "The first code point of the page's text."
    start: Int!
    "The code point after the last."
    end: Int!
    "The sentence there."
    quote: String!
  }
`;

export const typeDefs = gql`
  type Query {
    "The newest stored answer to exactly this question; null until one was made."
    latestAnswer(
      "The question."
      question: String!
    ): StoredAnswer @ai(capability: "answers.answer", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Mutation {
    "Answers a question from the documents that the caller may read, whole, with its claims, conflicts and what to ask next."
    answerQuestion(
      "The question and what it follows."
      input: AnswerQuestionInput!
    ): AnswerQuestionResult! @ai(capability: "answers.answer", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Subscription {
    "Answers a question from the documents that the caller may read, streamed; joins a run of the same input."
    ask(
      "The question."
      question: String!
      "Only from these documents."
      documentIds: [ID!]
      "What was asked before, oldest first, at most 10: what the question points back to."
      previous: [EarlierTurnInput!]
      "A run of this capability that the question follows."
      previousRunId: ID
      "Ask again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "answers.answer", cache: "STORED", consistency: "SAME_RESULT")
  }
  ${inputs}
  ${outputs}
`;
