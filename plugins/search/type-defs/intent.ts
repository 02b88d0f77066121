import { gql } from 'tributary/sdk';

/** Plain language read into filters. */
export const intentTypeDefs = gql`
  "What a part of a query means."
  enum SearchIntent {
    "A kind of document."
    KIND
    "An amount of money."
    AMOUNT
    "Days."
    DATE
    "Whether something is paid."
    PAYMENT
    "A language."
    LANGUAGE
    "Whether a person has to look at it."
    STATUS
    "An order of the hits."
    ORDER
    "Something to leave out, which no filter can."
    EXCLUSION
  }

  "A part of a query and how it was read."
  type SearchIntentPart {
    "The first code point of the query; null when the part does not stand in it as it is."
    start: Int
    "The code point after the last."
    end: Int
    "The words."
    text: String!
    "What they mean."
    intent: SearchIntent!
    "How they were read, for people."
    reading: String!
    "How sure that is, from 0 to 1."
    confidence: Float!
    "What it adds to the filter; null when it could not be applied."
    filter: SearchFilter
    "Why it could not be applied."
    problem: String
  }

  "How an order of hits was read."
  type SearchOrder {
    "By what."
    by: SearchOrderBy!
    "The extracted field; the upload if not given."
    field: String
    "The earliest (smallest) first."
    ascending: Boolean!
  }

  "A query read as plain language: a filter that can be shown, edited and given to the search, and the words that are left."
  type SearchReading {
    "The words that are searched for."
    text: String!
    "The filter of all parts together."
    filter: SearchFilter!
    "The order, if the query names one."
    order: SearchOrder
    "What was understood, in the order of the query."
    parts: [SearchIntentPart!]! @listSize(assumedSize: 10)
  }

  "How a query was read."
  type SearchInterpretation implements Result {
    "The reading."
    reading: SearchReading!
    "How it came to be."
    result: ResultInfo!
  }

  "What is to be read."
  input InterpretSearchInput {
    "The query, 1,000 characters at most."
    query: String!
    "The day that words such as yesterday go by; today (UTC) if not given."
    today: Date
    "Ask again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "How a query was read, or why it was not."
  union InterpretSearchResult =
    SearchInterpretation | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict

`;
