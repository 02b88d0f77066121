import type { StoreService } from 'tributary/sdk';

const pageSize = 100;

/** All items whose keys begin so, by key. */
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
