import type { StoreService } from './services/index.js';

const pageSize = 100;

/** All items of a collection of the plugin whose keys begin so, in the order of their keys, read a page at a time. */
export async function* itemsBelow<Value>(
  store: Pick<StoreService, 'list'>,
  collection: string,
  prefix: string,
): AsyncGenerator<{ key: string; value: Value }> {
  for (let after: string | null = null; ; ) {
    const page = await store.list(collection, { first: pageSize, after, prefix });
    for (const { key, value } of page) yield { key, value: value as Value };
    const last = page.at(-1);
    if (page.length < pageSize || !last) return;
    after = last.key;
  }
}
