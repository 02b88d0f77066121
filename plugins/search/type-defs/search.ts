import { gql } from 'tributary/sdk';

/** Searching and what a hit shows. */
export const searchTypeDefs = gql`

  "What made a passage a hit."
  enum SearchSignal {
    "Its words."
    LEXICAL
    "Its meaning, by an embedding model."
    VECTOR
    "Words that the tenant's own documents use beside those of the query."
    LEARNED
  }

  "A passage that matches."
  type SearchHit {
    "The document; null when it may not be read any more."
    document: Document
    "The version of the document."
    versionId: ID!
    "The page, from 1."
    page: Int!
    "The first code point of the page's text."
    start: Int!
    "The code point after the last."
    end: Int!
    "The passage."
    text: String!
    "The matched words, as code points of the passage."
    highlights: [Highlight!]! @listSize(assumedSize: 20)
    "Descends within one search; not comparable between searches."
    score: Float!
    "What made it a hit."
    signals: [SearchSignal!]! @listSize(assumedSize: 3)
  }

  "A matched word."
  type Highlight {
    "The first code point of the passage."
    start: Int!
    "The code point after the last."
    end: Int!
  }

  "A hit and its place in the list."
  type SearchHitEdge {
    "The place."
    cursor: Cursor!
    "The hit."
    node: SearchHit!
  }

  "A page of hits."
  type SearchHitConnection {
    "The hits."
    nodes: [SearchHit!]!
    "The hits with their places."
    edges: [SearchHitEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many readable documents match."
    totalCount: Int!
    "By what was searched; none when the filter alone decides."
    signals: [SearchSignal!]! @listSize(assumedSize: 3)
    "Words that no readable document has, and what was searched for instead."
    corrections: [SearchCorrection!]! @listSize(assumedSize: 5)
    "Counts over all readable documents that match, in the order they were asked for."
    facets: [SearchFacet!]! @listSize(assumedSize: 5)
    "How the query was read, if that was asked for."
    interpretation: SearchReading
  }

  "A word of the query that no readable document has."
  type SearchCorrection {
    "The word as it was written."
    word: String!
    "What was searched for, the best first."
    searchedFor: [String!]! @listSize(assumedSize: 3)
  }

  "What a facet counts."
  enum SearchFacetBy {
    "The kind of the document."
    KIND
    "Its language."
    LANGUAGE
    "Whether a person has to look at it."
    STATUS
    "The month of its upload, or of the date in a field."
    MONTH
    "The value of an extracted field."
    FIELD
  }

  "What to count."
  input SearchFacetInput {
    "What it counts."
    by: SearchFacetBy!
    "The extracted field, such as seller_name or currency; for MONTH a field with a date."
    field: String
    "How many values, 100 at most."
    first: Int = 10
  }

  "Counts over all readable documents that match."
  type SearchFacet {
    "What it counts."
    by: SearchFacetBy!
    "The extracted field, if it counts one."
    field: String
    "The most frequent first; months the newest first."
    values: [SearchFacetValue!]! @listSize(assumedSize: 10)
    "Documents whose value is not among these."
    others: Int!
    "Documents without a value."
    missing: Int!
  }

  "A value and how many documents have it."
  type SearchFacetValue {
    "The value, such as invoice, de, 2026-03."
    value: String!
    "How many documents have it."
    count: Int!
  }

  "By what hits are ordered."
  enum SearchOrderBy {
    "The best match first."
    RELEVANCE
    "A date (or an amount): of the upload, or of a field."
    DATE
  }

  "The order of the hits."
  input SearchOrderInput {
    "By what."
    by: SearchOrderBy!
    "The extracted field; the upload if not given."
    field: String
    "The earliest (smallest) first."
    ascending: Boolean = false
  }

  "A document with much the same content."
  type SimilarDocument {
    "The document; null when it may not be read any more."
    document: Document
    "From 0 to 1, where 1 is the same text."
    score: Float!
  }

  type Document @key(fields: "id") {
    id: ID!
    "Documents with much the same content, best first."
    similar(
      "How many, 100 at most."
      first: Int = 5
    ): [SimilarDocument!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  }
`;
