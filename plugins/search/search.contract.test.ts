import { describePlugin } from 'tributary/testkit';

const query = 'invoices over 500 EUR from March';

describePlugin(import.meta.url, {
  inputs: { 'search.interpret': () => ({ query, today: '2026-11-23' }) },
  // Saved before, for the page names what the operation above has made.
  variables: async ({ host }) => {
    type Saved = { createSavedSearch: { savedSearch: { id: string } } };
    const { createSavedSearch } = await host.query<Saved>(
      `mutation ($input: CreateSavedSearchInput!) { createSavedSearch(input: $input) {
        ... on SavedSearchPayload { savedSearch { id } } } }`,
      { input: { name: 'of the contract' } },
    );
    const { id } = createSavedSearch.savedSearch;
    return {
      filter: { languages: ['en'] },
      facets: [{ by: 'KIND' }],
      order: { by: 'DATE' },
      plain: { query },
      saved: { name: 'another', query: 'mill' },
      savedSearchId: id,
      changed: { id, notify: false },
      deleted: { id },
    };
  },
});
