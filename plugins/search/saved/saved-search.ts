import { allOf, cursorPages, defineCollection, type StoreService, z } from 'tributary/sdk';
import { queryText, searchFilter } from '../filter-schema.js';

export const savedSearchName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/\p{Cc}/u.test(text), 'has control characters');

const savedSearch = z.object({
  owner: z.string(),
  name: savedSearchName,
  query: queryText,
  filter: searchFilter,
  notify: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
/** A search that its owner keeps. */
export type SavedSearch = z.infer<typeof savedSearch> & { id: string };

/** By id; ids are UUIDv7, so in the order in which they were made. */
export const savedSearches = defineCollection({
  name: 'saved-searches',
  schema: savedSearch,
  indexes: ['owner'],
});

export const searchMatch = z.object({
  savedSearchId: z.uuid(),
  documentId: z.uuid(),
  versionId: z.uuid(),
  at: z.iso.datetime(),
});
/** What a saved search found. */
export type SearchMatch = z.infer<typeof searchMatch>;

/** By saved search and version, which makes it once; goes with its document. */
export const searchMatches = defineCollection({
  name: 'search-matches',
  schema: searchMatch,
  indexes: ['savedSearchId', 'documentId'],
});

/** The saved searches of an owner, in the order in which they were made. */
export async function savedBy(store: StoreService, owner: string): Promise<SavedSearch[]> {
  const collection = savedSearches.in(store);
  const kept = await allOf(cursorPages((after) => collection.find({ where: { owner }, first: 100, after })));
  return kept.map(({ key, value }) => ({ id: key, ...value }));
}
