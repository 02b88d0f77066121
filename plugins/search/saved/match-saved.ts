import { defineJob, z } from 'tributary/sdk';
import { type SearchMatch, savedSearches, searchMatches } from './saved-search.js';

const batch = 100;

/**
 * Tells of a new document to the saved searches that ask for it. All of a tenant's saved searches are held against the
 * one document, each with the rights that its owner has now. A tenant without saved searches has no such job.
 */
export const matchSaved = defineJob({
  id: 'search.match-saved',
  description: 'Tells saved searches of a new document that they ask for.',
  needs: ['store', 'search', 'events', 'clock'],
  payload: z.object({ documentId: z.uuid(), versionId: z.uuid() }),
  on: ['document.indexed'],
  onlyWith: savedSearches.name,
  async run({ documentId, versionId }, { store, search, events, clock }, { signal }) {
    const collection = savedSearches.in(store);
    for (let after: string | null = null; ; ) {
      signal.throwIfAborted();
      const kept = await collection.list({ first: batch, after });
      const asking = kept.filter(({ value }) => value.notify);
      const queries = asking.map(({ value: { owner, query, filter } }) => ({
        actor: owner,
        text: query,
        filter,
      }));
      const matched = queries.length > 0 ? await search.matches(documentId, queries) : [];
      for (const [at, { key: savedSearchId }] of asking.entries()) {
        if (!matched[at]) continue;
        const value: SearchMatch = { savedSearchId, documentId, versionId, at: clock.now().toISOString() };
        const item = {
          collection: searchMatches.name,
          key: `${savedSearchId}:${versionId}`,
          value,
          indexes: { savedSearchId, documentId },
          replaces: 0,
        };
        const newest = { collection: 'newest-matches', key: savedSearchId, value, indexes: { documentId } };
        await events.publish('search.matched', { savedSearchId, documentId, versionId }, [item, newest]);
      }
      const last = kept.at(-1);
      if (kept.length < batch || !last) return;
      after = last.key;
    }
  },
});
