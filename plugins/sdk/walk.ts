import type { PageRequest } from './connection.js';
import type { IndexValue, StoredItem, StoreService } from './services/index.js';

const pageSize = 100;

/** Pages up to the end of what is read by a cursor, as `find` of a collection is; from a cursor on, or all. */
export async function* cursorPages<Item>(
  read: (after: string | null) => Promise<{ items: Item[]; endCursor: string | null }>,
  begin: string | null = null,
): AsyncGenerator<Item[]> {
  for (let after = begin; ; ) {
    const { items, endCursor } = await read(after);
    yield items;
    if (endCursor === null) return;
    after = endCursor;
  }
}

/** Pages up to the end of what is read by key, as `list` of a collection is; after a key, or all. */
export function keyPages<Item extends { readonly key: string }>(
  read: (page: { first: number; after: string | null }) => Promise<Item[]>,
  begin: string | null = null,
): AsyncGenerator<Item[]> {
  return cursorPages(async (after) => {
    const items = await read({ first: pageSize, after });
    return { items, endCursor: items.length < pageSize ? null : (items.at(-1)?.key ?? null) };
  }, begin);
}

/** All that pages hold, for what is bounded otherwise, such as by what one person may have. */
export async function allOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Items of a collection of the plugin whose keys begin so, in the order of their keys; after a key, or all. */
export async function* itemsBelow<Value>(
  store: Pick<StoreService, 'list'>,
  collection: string,
  prefix: string,
  begin: string | null = null,
): AsyncGenerator<{ key: string; value: Value }> {
  for await (const items of keyPages((page) => store.list(collection, { ...page, prefix }), begin))
    for (const { key, value } of items) yield { key, value: value as Value };
}

/** One page of a collection of the plugin, by indexes or by the beginning of keys, for a Relay connection. */
export async function storedPage(
  store: Pick<StoreService, 'list' | 'find' | 'count'>,
  collection: string,
  of: { where: Readonly<Record<string, IndexValue>> } | { prefix: string },
  { first, after }: PageRequest,
): Promise<{ items: StoredItem[]; totalCount: number; hasNextPage: boolean }> {
  const totalCount = await store.count(collection, of);
  if ('where' in of) {
    const { items, endCursor } = await store.find(collection, { ...of, first, after });
    return { items, totalCount, hasNextPage: endCursor !== null };
  }
  const items = await store.list(collection, { ...of, first, after });
  const last = items.at(-1);
  const more =
    last && items.length === first && (await store.list(collection, { ...of, first: 1, after: last.key }));
  return { items, totalCount, hasNextPage: Boolean(more && more.length > 0) };
}
