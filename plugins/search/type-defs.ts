import { gql } from 'tributary/sdk';

export const typeDefs = gql`
  type Query {
    "Passages that match, best first; rights are applied before ranking."
    search(
      "What is looked for, in words."
      query: String!
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only documents of these kinds."
      kinds: [String!]
    ): SearchHitConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
  }

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
    signals: [SearchSignal!]! @listSize(assumedSize: 2)
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
