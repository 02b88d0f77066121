import { gql } from 'tributary/sdk';

/** What can be asked and changed. */
export const rootTypeDefs = gql`
  type Query {
    "Passages that match, best first; rights are applied before ranking. A query without words and with a filter lists what the filter lets through."
    search(
      "What is looked for, in words; 1,000 characters at most."
      query: String!
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
      "Only documents of these kinds."
      kinds: [String!]
      "Only documents that it lets through."
      filter: SearchFilterInput
      "By relevance if not given; a list without words by upload, newest first."
      order: SearchOrderInput
      "What is counted over all that matches, 10 at most."
      facets: [SearchFacetInput!]
      "Read the query as plain language: what is understood becomes a filter, shown in the interpretation, beside the one given."
      intent: Boolean = false
    ): SearchHitConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "The caller's saved searches, the newest first."
    savedSearches(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): SavedSearchConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "One of the caller's saved searches."
    savedSearch(
      "The saved search."
      id: ID!
    ): SavedSearch
  }

  type Mutation {
    "Reads a query as plain language into a filter, by a model where one is configured, else by a grammar of six languages (en de es fr ru zh). Searches nothing."
    interpretSearch(
      "What is to be read."
      input: InterpretSearchInput!
    ): InterpretSearchResult! @ai(capability: "search.interpret", cache: "STORED", consistency: "SAME_RESULT")
    "Saves a search; 100 a caller at most."
    createSavedSearch(
      "What is saved."
      input: CreateSavedSearchInput!
    ): CreateSavedSearchResult!
    "Changes one of the caller's saved searches."
    updateSavedSearch(
      "What is changed."
      input: UpdateSavedSearchInput!
    ): UpdateSavedSearchResult!
    "Deletes one of the caller's saved searches, and what it found."
    deleteSavedSearch(
      "Which is deleted."
      input: DeleteSavedSearchInput!
    ): DeleteSavedSearchResult!
  }
`;
