import { outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';
import { filterOfInput, queryText } from '../filter-schema.js';
import type { Context, Resolvers } from '../schema.types.js';
import { type SavedSearch, type SearchMatch, savedBy, savedSearchName, searchMatch } from './saved-search.js';
import { createSaved, deleteSaved, ownSavedSearch, updateSaved } from './saved-search-changes.js';

const creation = z.object({
  name: savedSearchName,
  query: queryText,
  notify: z.boolean(),
  key: z.string().min(1).max(100).nullable(),
});
const changes = z.object({
  name: savedSearchName.optional(),
  query: queryText.optional(),
  notify: z.boolean().optional(),
});

const payload = (savedSearch: SavedSearch) => ({ __typename: 'SavedSearchPayload', savedSearch }) as const;
const view = ({ savedSearchId, documentId, versionId, at }: SearchMatch) => ({
  savedSearchId,
  document: { id: documentId },
  versionId,
  matchedAt: at,
});

/** Who may not read documents has no use of a saved search. */
const allowed = ({ permissions }: Context) => permissions.expect('documents:read');

export const savedQueries: Pick<Resolvers['Query'], 'savedSearches' | 'savedSearch'> = {
  async savedSearches(_parent, args, context) {
    await allowed(context);
    const own = await savedBy(context.store, context.request.actor);
    return pageOf(
      own.reverse(),
      args,
      ({ id }) => id,
      (each) => each,
    );
  },
  async savedSearch(_parent, { id }, context) {
    await allowed(context);
    return (
      (await savedBy(context.store, context.request.actor)).find((one) => one.id === id.toLowerCase()) ?? null
    );
  },
};

export const savedMutations: Pick<
  Resolvers['Mutation'],
  'createSavedSearch' | 'updateSavedSearch' | 'deleteSavedSearch'
> = {
  createSavedSearch: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await allowed(context);
      const { idempotencyKey, filter, notify, ...given } = input;
      const asked = { ...given, notify: notify ?? true, key: idempotencyKey ?? null };
      const { key, ...parsed } = parseInput(creation, asked, 'input');
      return payload(await createSaved(context, { ...parsed, filter: filterOfInput(filter) ?? {} }, key));
    }),
  updateSavedSearch: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await allowed(context);
      const { id, filter, name, query, notify } = input;
      const given = { name: name ?? undefined, query: query ?? undefined, notify: notify ?? undefined };
      const parsed = Object.entries(parseInput(changes, given, 'input')).filter(
        ([, value]) => value !== undefined,
      );
      const replaced = filterOfInput(filter);
      const changed = { ...Object.fromEntries(parsed), ...(replaced ? { filter: replaced } : {}) };
      return payload(await updateSaved(context, id, changed));
    }),
  deleteSavedSearch: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await allowed(context);
      return { __typename: 'DeletedSavedSearchPayload', id: await deleteSaved(context, input.id) };
    }),
};

/** The newest match that is known, then each as it is found; only what the caller may read at that time. */
export const searchMatched = {
  async *subscribe(_parent: unknown, { savedSearchId: wanted }: { savedSearchId: string }, context: Context) {
    await allowed(context);
    const { store, search, events, request, clock, signal } = context;
    const { id: savedSearchId } = await ownSavedSearch(context, wanted);
    const mayRead = async (documentId: string) => {
      const [may] = await search.matches(documentId, [{ actor: request.actor, text: '', filter: {} }]);
      return may === true;
    };
    const live = events.subscribe(['search.matched'], signal)[Symbol.asyncIterator]();
    // Listening begins before the newest is read, so that nothing falls in between.
    let next = live.next();
    next.catch(() => undefined);
    const newest = searchMatch.safeParse(await store.get('newest-matches', savedSearchId)).data;
    if (newest && (await mayRead(newest.documentId))) yield view(newest);
    for (let last = newest?.versionId; ; next = live.next()) {
      const { done, value } = await next;
      if (done) return;
      const { documentId, versionId, savedSearchId: of } = value.payload;
      if (of !== savedSearchId || versionId === last || !(await mayRead(documentId))) continue;
      last = versionId;
      yield view({ savedSearchId, documentId, versionId, at: value.at ?? clock.now().toISOString() });
    }
  },
};
