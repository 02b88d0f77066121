import { gql } from 'tributary/sdk';

const enums = gql`
  "Which facts are asked."
  enum InsightSource {
    "One fact a document, with what it says of a deal."
    DOCUMENTS
    "One fact a run of a capability."
    RUNS
    "One fact a review."
    REVIEWS
    "One fact a recommendation."
    RECOMMENDATIONS
  }

  "What is measured."
  enum InsightMeasureOf {
    "How many facts there are; without a field."
    COUNT
    "The sum of a number field."
    SUM
    "The mean of a number field."
    MEAN
    "The median of a number field."
    MEDIAN
    "The lowest value of a number field."
    MIN
    "The highest value of a number field."
    MAX
    "The share of facts for which a boolean field holds, from 0 to 1."
    SHARE
  }

  "How a filter compares."
  enum InsightOperator {
    "Is this value; texts in any case."
    EQUALS
    "Is one of these values."
    ONE_OF
    "Is none of these values."
    NOT
    "Is more than this number."
    ABOVE
    "Is this number or more."
    AT_LEAST
    "Is this number or less."
    AT_MOST
    "Is less than this number."
    BELOW
    "Is not known; without values."
    MISSING
  }

  "How long a row or point is. Intervals begin in UTC."
  enum InsightInterval {
    "An hour; 14 days at most."
    HOUR
    "A day; 366 days at most."
    DAY
    "A week from Monday; 1,100 days at most."
    WEEK
    "A month; 3,700 days at most."
    MONTH
  }

  "In which order rows come."
  enum InsightOrder {
    "The earliest first."
    TIME
    "The highest value first."
    VALUE_DESC
    "The lowest value first."
    VALUE_ASC
    "By their groups."
    GROUP
  }

  "Of which documents."
  enum InsightScope {
    "Those that the caller may read."
    READABLE
    "Those that everybody in the tenant may read."
    EVERYBODY
  }
`;

/** A query program, as it is shown and as it is given. */
export const programTypes = gql`
  ${enums}

  "What is measured."
  input InsightMeasureInput {
    "How."
    of: InsightMeasureOf!
    "Of which field; none for COUNT."
    field: String
  }
  "A condition on a field."
  input InsightFilterInput {
    "The field."
    field: String!
    "How it compares."
    is: InsightOperator!
    "Texts, decimal numbers, or true and false; none for MISSING."
    values: [String!]! = []
  }
  "Days or instants, ISO 8601."
  input InsightPeriodInput {
    "At or after this; 365 days before the end if not given."
    from: String
    "Before this; now if not given."
    to: String
  }
  "A question to the facts, as data; insightFields lists what may be named."
  input InsightProgramInput {
    "Which facts."
    source: InsightSource!
    "What is measured."
    measure: InsightMeasureInput!
    "At most two text or boolean fields."
    groupBy: [String!]
    "Conditions that all hold, 10 at most."
    filters: [InsightFilterInput!]
    "Rows for each interval."
    interval: InsightInterval
    "The time that the period is of."
    time: String
    "When."
    period: InsightPeriodInput
    "In which order."
    order: InsightOrder
    "How many rows, 1,000 at most."
    limit: Int
    "Of which documents; those that the caller may read if not given."
    scope: InsightScope
  }

  "What is measured."
  type InsightMeasure {
    "How."
    of: InsightMeasureOf!
    "Of which field."
    field: String
  }
  "A condition on a field."
  type InsightFilter {
    "The field."
    field: String!
    "How it compares."
    is: InsightOperator!
    "With what."
    values: [String!]! @listSize(assumedSize: 5)
  }
  "When, ISO 8601."
  type InsightPeriod {
    "At or after this."
    from: String
    "Before this."
    to: String
  }
  "A question to the facts: the same program over the same facts has the same answer."
  type InsightProgram {
    "Which facts."
    source: InsightSource!
    "What is measured."
    measure: InsightMeasure!
    "By what it is told apart."
    groupBy: [String!]! @listSize(assumedSize: 2)
    "Conditions that all hold."
    filters: [InsightFilter!]! @listSize(assumedSize: 5)
    "How long a row is."
    interval: InsightInterval
    "The time that the period is of."
    time: String
    "When."
    period: InsightPeriod
    "In which order rows come."
    order: InsightOrder
    "How many rows."
    limit: Int
    "Of which documents."
    scope: InsightScope
  }

  "One row of an answer."
  type InsightRow {
    "When the interval begins."
    at: DateTime
    "The values of the fields that are grouped by; null where nothing is known."
    group: [String]! @listSize(assumedSize: 2)
    "Of an amount, ISO 4217: amounts of several currencies are never added up."
    currency: String
    "The figure, exact to six places."
    value: Decimal!
    "How many facts it is of."
    count: Int!
  }

  "A value in a text, and where it comes from."
  type InsightNumber {
    "The value: a number, or a text such as a day or a name."
    value: JSON!
    "As it is written in the text."
    text: String!
    "Its first code point in the text."
    start: Int!
    "The code point after its last."
    end: Int!
    "The place of its program in programs, from 0."
    program: Int!
    "Where it stands in the figures of that program, a JSON Pointer."
    path: String!
  }

  "A field that a program may name."
  type InsightField {
    "Which facts have it."
    source: InsightSource!
    "Its name."
    name: String!
    "What it holds: text, number or boolean; time for what a period may be of."
    type: String!
  }
`;
