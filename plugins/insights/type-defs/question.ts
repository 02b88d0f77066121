import { gql } from 'tributary/sdk';
import { connectionOf, paged } from './connection.js';

export const questionQueries = gql`
    "What programs may name: the fields and times of each kind of fact."
    insightFields: [InsightField!]! @listSize(assumedSize: 40)
    "The caller's own questions with their answers, newest first. Needs analytics:read."
    insightAnswers(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): InsightAnswerConnection! ${paged}
    "An answer of the caller's own; null when there is none. Needs analytics:read."
    insightAnswer(
      "Its id."
      id: ID!
    ): InsightAnswer
    "Queries that the caller keeps, by their names. Needs analytics:read."
    insightQueries(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): InsightQueryConnection! ${paged}
    "A query of the caller's own; null when there is none. Needs analytics:read."
    insightQuery(
      "Its id."
      id: ID!
    ): InsightQuery
`;

export const questionMutations = gql`
    "Answers a question in plain language by a query program, which is shown with the answer and can be edited and run again. Needs analytics:read."
    askInsights("What." input: AskInsightsInput!): AskInsightsResult! @ai(capability: "insights.interpret", cache: "STORED", consistency: "SAME_RESULT")
    "Runs a query program. Needs analytics:read."
    runInsightQuery("Which." input: RunInsightQueryInput!): RunInsightQueryResult!
    "Keeps a query program under a name; that of the same name is replaced. Needs insights:manage."
    saveInsightQuery("Which." input: SaveInsightQueryInput!): SaveInsightQueryResult!
    "Deletes a query of the caller's own. Needs insights:manage."
    deleteInsightQuery("Which." input: DeleteInsightQueryInput!): DeleteInsightQueryResult!
`;

/** Questions and query programs. */
export const questionTypes = gql`
  "A question."
  input AskInsightsInput {
    "In English, German or Spanish without a model; 1,000 characters at most."
    question: String!
    "The day that words such as last month go by; today (UTC) if not given."
    today: Date
    "Read the question again although its program is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "The answer to a question, as it was given."
  type InsightAnswer {
    "Its id."
    id: ID!
    "The question."
    question: String!
    "Words of the question that the program does not hold."
    unread: [String!]! @listSize(assumedSize: 5)
    "What was asked of the facts: show it, edit it, run it again."
    program: InsightProgram!
    "The answer in words."
    text: String!
    "Every value of the text, with where it comes from."
    numbers: [InsightNumber!]! @listSize(assumedSize: 10)
    "The rows."
    rows: [InsightRow!]! @listSize(assumedSize: 100)
    "Whether there are more rows."
    truncated: Boolean!
    "When it was computed."
    computedAt: DateTime!
  }
  ${connectionOf('InsightAnswer', 'answers')}

  "An answer and how its question was read."
  type AskInsightsPayload implements Result {
    "The answer."
    answer: InsightAnswer!
    "How the program came to be."
    result: ResultInfo!
  }
  "What came of a question."
  union AskInsightsResult =
    AskInsightsPayload | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict

  "Which program to run: one that is given, one that is kept, or that of an answer."
  input RunInsightQueryInput {
    "The program."
    program: InsightProgramInput
    "A query of the caller's own."
    queryId: ID
    "An answer of the caller's own."
    answerId: ID
  }
  "What a program found."
  type InsightQueryAnswer {
    "The program with everything filled in."
    program: InsightProgram!
    "The rows."
    rows: [InsightRow!]! @listSize(assumedSize: 100)
    "Whether there are more rows."
    truncated: Boolean!
    "The answer in words."
    text: String!
    "Every value of the text, with where it comes from."
    numbers: [InsightNumber!]! @listSize(assumedSize: 10)
  }
  "What came of it."
  union RunInsightQueryResult = InsightQueryAnswer | InvalidInput | NotFound | Forbidden | Conflict

  "A query to keep."
  input SaveInsightQueryInput {
    "Its name."
    name: String!
    "The program."
    program: InsightProgramInput!
    "The question that it answers."
    question: String
    "Whether it is looked at over time, on the schedule of insights, as far as everybody may read what it is of: what is found is told to everybody with analytics:read. It has one group at most; its period and order do not count."
    watched: Boolean = false
  }
  "A query that the caller keeps."
  type InsightQuery {
    "Its id."
    id: ID!
    "Its name."
    name: String!
    "The question that it answers."
    question: String
    "The program."
    program: InsightProgram!
    "Whether it is looked at over time."
    watched: Boolean!
    "When it was kept."
    createdAt: DateTime!
  }
  ${connectionOf('InsightQuery', 'queries')}
  "A query that is kept."
  type InsightQueryPayload {
    "The query."
    query: InsightQuery!
  }
  "What came of it."
  union SaveInsightQueryResult = InsightQueryPayload | InvalidInput | NotFound | Forbidden | Conflict

  "Which query to delete."
  input DeleteInsightQueryInput {
    "Its id."
    id: ID!
  }
  "A query that is gone."
  type DeletedInsightQueryPayload {
    "Its id."
    id: ID!
  }
  "What came of it."
  union DeleteInsightQueryResult = DeletedInsightQueryPayload | InvalidInput | NotFound | Forbidden | Conflict
`;
