import type { Caller } from '../caller.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

/** How the plugin `search` is tried; a saved search is its owner's alone. */
export const searchProbes: PluginProbes = {
  probes: {
    'Mutation.deleteSavedSearch(input.id)': change(
      'savedSearch',
      'deleteSavedSearch',
      'DeleteSavedSearchInput',
      (id) => ({ id }),
    ),
    'Mutation.updateSavedSearch(input.id)': change(
      'savedSearch',
      'updateSavedSearch',
      'UpdateSavedSearchInput',
      (id) => ({ id, name: 'probe' }),
    ),
    'Query.savedSearch(id)': ask(
      'savedSearch',
      'query P($id: ID!) { savedSearch(id: $id) { id name query createdAt } }',
    ),
    'Subscription.searchMatched(savedSearchId)': ask(
      'savedSearch',
      'subscription P($id: ID!) { searchMatched(savedSearchId: $id) { versionId document { id name } } }',
    ),
  },
  lists: {
    savedSearches:
      '{ savedSearches(first: 100) { totalCount nodes { id name query filter { name kinds } createdAt } } }',
    search: `query L($word: String!) { search(query: $word, first: 50) { totalCount
      nodes { text score versionId document { id name } } } }`,
  },
  finds: {
    // What is asked has a letter that is wrong: a correction would name the word.
    search: `query F($near: String!) { search(query: $near, first: 50, facets: [{ by: KIND }, { by: FIELD, field: "seller_name" }]) {
      totalCount corrections { searchedFor } facets { values { value } missing } nodes { text document { id } } } }`,
  },
};

/** Saved by the caller, who looks for the word. */
export async function saveSearch(caller: Caller, word: string): Promise<string> {
  const payload = '... on SavedSearchPayload { savedSearch { id } }';
  const input = { name: `what ${word} did`, query: word };
  const { savedSearch } = await caller.change('createSavedSearch', 'CreateSavedSearchInput', input, payload);
  return savedSearch.id;
}
