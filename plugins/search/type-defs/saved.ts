import { gql } from 'tributary/sdk';

/** Saved searches. */
export const savedTypeDefs = gql`
  "A search that its owner keeps."
  type SavedSearch {
    "The id."
    id: ID!
    "What its owner calls it."
    name: String!
    "The words; a new document matches when it has all of them."
    query: String!
    "The filter."
    filter: SearchFilter!
    "Whether new documents that match are told of."
    notify: Boolean!
    "When it was made."
    createdAt: DateTime!
    "When it was last changed."
    updatedAt: DateTime!
  }

  "A saved search and its place in the list."
  type SavedSearchEdge {
    "The place."
    cursor: Cursor!
    "The saved search."
    node: SavedSearch!
  }

  "A page of saved searches."
  type SavedSearchConnection {
    "The saved searches."
    nodes: [SavedSearch!]!
    "The saved searches with their places."
    edges: [SavedSearchEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many the caller has."
    totalCount: Int!
  }

  "A document that a saved search asks for."
  type SearchMatch {
    "The saved search."
    savedSearchId: ID!
    "The document; null when it may not be read any more."
    document: Document
    "The version that matched."
    versionId: ID!
    "When it was found."
    matchedAt: DateTime!
  }

  "What is saved."
  input CreateSavedSearchInput {
    "What it is called, 200 characters at most."
    name: String!
    "The words; a new document matches when it has all of them."
    query: String! = ""
    "The filter."
    filter: SearchFilterInput
    "Whether new documents that match are told of."
    notify: Boolean = true
    "The same key of the same caller is the same saved search."
    idempotencyKey: String
  }

  "What is changed; what is not given stays."
  input UpdateSavedSearchInput {
    "The saved search."
    id: ID!
    "What it is called."
    name: String
    "The words."
    query: String
    "The filter, whole."
    filter: SearchFilterInput
    "Whether new documents that match are told of."
    notify: Boolean
  }

  "Which is deleted."
  input DeleteSavedSearchInput {
    "The saved search."
    id: ID!
  }

  "The saved search as it stands."
  type SavedSearchPayload {
    "The saved search."
    savedSearch: SavedSearch!
  }

  "What was deleted."
  type DeletedSavedSearchPayload {
    "The saved search."
    id: ID!
  }

  "The saved search, or why there is none."
  union CreateSavedSearchResult = SavedSearchPayload | InvalidInput | NotFound | Forbidden | Conflict
  "The changed saved search, or why it was not changed."
  union UpdateSavedSearchResult = SavedSearchPayload | InvalidInput | NotFound | Forbidden | Conflict
  "What was deleted, or why it was not."
  union DeleteSavedSearchResult = DeletedSavedSearchPayload | InvalidInput | NotFound | Forbidden | Conflict



  type Subscription {
    "New documents that one of the caller's saved searches asks for: the newest known first, if there is one, then each as it is found."
    searchMatched(
      "The saved search."
      savedSearchId: ID!
    ): SearchMatch!
  }
`;
