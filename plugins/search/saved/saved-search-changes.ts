import { AppError, allOf, cursorPages, type SearchFilter } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Context } from '../schema.types.js';
import { type SavedSearch, savedBy, savedSearches, searchMatches } from './saved-search.js';

/** A saved search costs something for every document of the tenant. */
const mostOfOwner = 100;
const batch = 100;
const keys = 'saved-search-keys';

/** What makes a saved search. */
export interface NewSavedSearch {
  readonly name: string;
  readonly query: string;
  readonly filter: SearchFilter;
  readonly notify: boolean;
}

/** The caller's own; another's does not exist. Throws `NOT_FOUND`. */
export async function ownSavedSearch({ store, request }: Context, id: string): Promise<SavedSearch> {
  const found = await savedSearches.in(store).get(id.toLowerCase());
  if (found?.owner !== request.actor) throw new AppError('NOT_FOUND', { thing: 'The saved search' });
  return { id: id.toLowerCase(), ...found };
}

/** With a key, the same key of the same caller gives what was made before. */
export async function createSaved(
  context: Context,
  given: NewSavedSearch,
  key: string | null,
): Promise<SavedSearch> {
  const { store, request, clock } = context;
  const owner = request.actor;
  if ((await savedBy(store, owner)).length >= mostOfOwner) {
    throw new AppError('CONFLICT', { reason: `There are ${mostOfOwner} saved searches already; delete one` });
  }
  const now = clock.now().toISOString();
  const saved: SavedSearch = { id: newId(), owner, ...mutable(given), createdAt: now, updatedAt: now };
  const { id, ...value } = saved;
  const made = { collection: savedSearches.name, key: id, value, indexes: { owner } };
  const mark = `${owner} ${key}`;
  const once = key === null ? [] : [{ collection: keys, key: mark, value: id, replaces: 0 }];
  if (await store.change([...once, made])) return saved;
  const known = await store.get(keys, mark);
  return ownSavedSearch(context, String(known));
}

export async function updateSaved(
  context: Context,
  id: string,
  changes: Partial<NewSavedSearch>,
): Promise<SavedSearch> {
  const { id: key, ...before } = await ownSavedSearch(context, id);
  const updatedAt = context.clock.now().toISOString();
  const value = { ...before, ...mutable(changes), updatedAt };
  await savedSearches.in(context.store).put(key, value);
  return { id: key, ...value };
}

/** With what it found. */
export async function deleteSaved(context: Context, id: string): Promise<string> {
  const { store } = context;
  const { id: savedSearchId } = await ownSavedSearch(context, id);
  await savedSearches.in(store).delete(savedSearchId);
  const found = searchMatches.in(store);
  const matches = await allOf(
    cursorPages((after) => found.find({ where: { savedSearchId }, first: batch, after })),
  );
  for (let from = 0; from < matches.length; from += batch) {
    const part = matches.slice(from, from + batch);
    await store.change(part.map(({ key }) => ({ collection: searchMatches.name, key })));
  }
  await store.delete('newest-matches', savedSearchId);
  return savedSearchId;
}

/** What was parsed is ours to keep. */
function mutable<Given extends Partial<NewSavedSearch>>(given: Given) {
  return structuredClone(given) as Given & Pick<Partial<SavedSearch>, 'filter'>;
}
