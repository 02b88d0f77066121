import { gql } from 'tributary/sdk';
import { connectionOf, paged } from './connection.js';

export const insightQueries = gql`
    "Insights of the tenant, newest first. Needs analytics:read."
    insights(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Which."
      filter: InsightsFilter
    ): InsightConnection! ${paged}
    "An insight; null when there is none. Needs analytics:read."
    insight(
      "Its id."
      id: ID!
    ): Insight
    "When insights are looked for, and what came of the last time. Needs analytics:read."
    insightSchedule: InsightSchedule!
    "What the methods say of a series: trend, season, changes, outliers, forecast, or that there is not enough. Needs analytics:read."
    seriesAnalysis(
      "The series: a program with an interval whose rows have one group and currency."
      program: InsightProgramInput!
    ): SeriesAnalysis!
`;

export const insightMutations = gql`
    "Runs the programs of an insight again: over the same facts every number is the same. Needs analytics:read."
    recomputeInsight("Which." input: RecomputeInsightInput!): RecomputeInsightResult!
    "Hides an insight from the feed. Needs insights:manage."
    dismissInsight("Which." input: DismissInsightInput!): DismissInsightResult!
    "Looks for insights now, in the background. Needs insights:manage."
    findInsights("How." input: FindInsightsInput! = {}): FindInsightsResult!
    "Has insights looked for again and again, or no more. Needs insights:manage."
    setInsightSchedule("When." input: SetInsightScheduleInput!): SetInsightScheduleResult!
`;

export const insightSubscriptions = gql`
    "Each insight as it is found. Needs analytics:read."
    insightFound(
      "Only of these kinds."
      kinds: [InsightKind!]
    ): Insight!
`;

/** The feed of insights. */
export const insightTypes = gql`
  "What an insight is about."
  enum InsightKind {
    "A steady rise or fall."
    TREND
    "A pattern that comes round."
    SEASONALITY
    "A level that changed."
    CHANGE_POINT
    "A value far from what is usual."
    OUTLIER
    "What is to come."
    FORECAST
  }

  "Whether something rose or fell."
  enum InsightDirection {
    "It rose."
    UP
    "It fell."
    DOWN
  }

  "Which insights; all that is said holds."
  input InsightsFilter {
    "Of these kinds."
    kinds: [InsightKind!]
    "Of these facts."
    sources: [InsightSource!]
    "Of this metric, such as invoiced-amount."
    metric: String
    "At least so important, from 0 to 1."
    minImportance: Float
    "Found at or after this."
    since: DateTime
    "Also those that were dismissed."
    includeDismissed: Boolean = false
  }

  "Something worth knowing, in words whose every number can be traced to a query. It rests on what everybody in the tenant may read."
  type Insight {
    "Its id."
    id: ID!
    "What it is about."
    kind: InsightKind!
    "What is watched, such as invoiced-amount; query: and its id for a query that somebody keeps."
    metric: String!
    "Which facts."
    source: InsightSource!
    "The group that it is of, such as a seller; null for all."
    group: String
    "Of an amount, ISO 4217."
    currency: String
    "The length of a point of its series."
    interval: InsightInterval!
    "Whether it rose or fell."
    direction: InsightDirection
    "From 0 to 1."
    importance: Float!
    "The words."
    text: String! @ai(capability: "insights.word", cache: "STORED", consistency: "SAME_RESULT")
    "Every value of the text, in its order, with where it comes from."
    numbers: [InsightNumber!]! @listSize(assumedSize: 8)
    "The programs that the values come from."
    programs: [InsightProgram!]! @listSize(assumedSize: 1)
    "What chose the words: a model or a template. The numbers are computed in any case."
    engine: String!
    "When it was computed."
    computedAt: DateTime!
    "When it was dismissed."
    dismissedAt: DateTime
    "By whom."
    dismissedBy: String
    "Why."
    dismissReason: String
  }
  ${connectionOf('Insight', 'insights')}

  "Which insight to compute again."
  input RecomputeInsightInput {
    "Its id."
    id: ID!
  }
  "A number of an insight, and what its program says now."
  type RecomputedNumber {
    "As it was."
    number: InsightNumber!
    "As it is now; null when there is no such figure any more."
    now: JSON
    "How that is written."
    text: String
    "Whether both are the same."
    isSame: Boolean!
  }
  "An insight, computed again."
  type RecomputedInsight {
    "As it was found."
    insight: Insight!
    "Whether every number is the same."
    isSame: Boolean!
    "Each number."
    numbers: [RecomputedNumber!]! @listSize(assumedSize: 8)
  }
  "What came of it."
  union RecomputeInsightResult = RecomputedInsight | InvalidInput | NotFound | Forbidden | Conflict

  "Which insight to hide."
  input DismissInsightInput {
    "Its id."
    id: ID!
    "Why, for others."
    reason: String
  }
  "An insight that was hidden."
  type DismissInsightPayload {
    "As it is now."
    insight: Insight!
  }
  "What came of it."
  union DismissInsightResult = DismissInsightPayload | InvalidInput | NotFound | Forbidden | Conflict

  "How insights are looked for."
  input FindInsightsInput {
    "The same key is the same search."
    idempotencyKey: String
  }
  "A search that began; insightFound tells of what it finds."
  type FindInsightsPayload {
    "The job."
    jobId: ID!
  }
  "What came of it."
  union FindInsightsResult = FindInsightsPayload | InvalidInput | NotFound | Forbidden | Conflict

  "When insights are looked for: daily at a time, every so many hours, or no more if neither is given."
  input SetInsightScheduleInput {
    "Daily at this time in UTC, such as 06:00."
    dailyAt: String
    "Every so many hours, 1 to 168."
    everyHours: Int
  }
  "A series of which there is too little."
  type InsightTooShort {
    "What is watched."
    metric: String!
    "The group, if it is of one."
    group: String
    "How many points it has."
    points: Int!
    "How many are needed."
    needed: Int!
  }
  "When insights are looked for, and what came of the last time."
  type InsightSchedule {
    "Daily at this time in UTC."
    dailyAt: String
    "Every so many hours."
    everyHours: Int
    "The next time."
    nextAt: DateTime
    "The last time."
    lastAt: DateTime
    "How many series were looked at then."
    looked: Int!
    "How many insights were new then."
    found: Int!
    "Of what there was too little."
    tooShort: [InsightTooShort!]! @listSize(assumedSize: 20)
  }
  "A schedule that was set."
  type InsightSchedulePayload {
    "As it is now."
    schedule: InsightSchedule!
  }
  "What came of it."
  union SetInsightScheduleResult = InsightSchedulePayload | InvalidInput | NotFound | Forbidden | Conflict

  "A point of a series."
  type SeriesPoint {
    "When it begins."
    at: DateTime!
    "Its value; null where nothing was measured."
    value: Float
  }
  "What the methods say of a series; a method that has not enough points says how many it needs."
  type SeriesAnalysis {
    "The program with everything filled in."
    program: InsightProgram!
    "The points that are over."
    points: [SeriesPoint!]! @listSize(assumedSize: 100)
    "LEVEL, LINE or STEPS; null when there is not enough."
    shape: String
    "The slope by Theil and Sen, the test of Mann and Kendall."
    trend: JSON!
    "Classical decomposition and an F-test of the places of the round."
    seasonality: JSON!
    "Changes of level by PELT."
    changes: JSON!
    "Outliers by the identifier of Hampel."
    outliers: JSON!
    "The Theta method with an interval, held against repeating what was last."
    forecast: JSON!
    "What is worth saying of it."
    findings: [SeriesFinding!]! @listSize(assumedSize: 6)
  }
  "Something worth saying of a series."
  type SeriesFinding {
    "What it is about."
    kind: InsightKind!
    "The words."
    text: String!
    "Every value of the text, traced to the program."
    numbers: [InsightNumber!]! @listSize(assumedSize: 8)
  }
`;
