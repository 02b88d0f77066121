import { AppError, z } from 'tributary/sdk';
import { checked } from './filter-schema.js';

/** How many nodes a page has, 100 at most. */
export const pageSize = z
  .int()
  .min(1)
  .max(100)
  .nullish()
  .transform((first) => first ?? 20);

/** A page of items that are all at hand; a cursor names the item after which the page begins. */
export function pageOf<Item>(
  items: readonly Item[],
  args: { readonly first: number | null; readonly after?: string | null },
  keyOf: (item: Item) => string,
) {
  const first = checked(pageSize, args.first, 'first');
  const key = args.after ? Buffer.from(args.after, 'base64url').toString() : null;
  const begin = key === null ? 0 : items.findIndex((item) => keyOf(item) === key) + 1;
  if (key !== null && begin === 0) throw new AppError('CURSOR_INVALID');
  const edges = items.slice(begin, begin + first).map((node) => ({
    cursor: Buffer.from(keyOf(node)).toString('base64url'),
    node,
  }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    totalCount: items.length,
    pageInfo: {
      hasNextPage: begin + edges.length < items.length,
      hasPreviousPage: begin > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
