import { AppError, z } from 'tributary/sdk';
import { given } from './given.js';

const mostNodes = 100;
const pageArguments = z.object({
  first: z
    .int()
    .min(1)
    .max(mostNodes)
    .nullish()
    .transform((first) => first ?? 20),
  after: z.string().nullish(),
});

/** A page of items that are all at hand; a cursor names the item after which the page begins. */
export function pageOf<Item>(
  items: readonly Item[],
  args: unknown,
  keyOf: (item: Item) => string,
  view: (item: Item) => object,
) {
  const { first, after } = given(pageArguments, args, 'arguments');
  const begin = after ? placeAfter(items, after, keyOf) : 0;
  const edges = items.slice(begin, begin + first).map((item) => ({
    cursor: Buffer.from(keyOf(item)).toString('base64url'),
    node: view(item),
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

function placeAfter<Item>(items: readonly Item[], after: string, keyOf: (item: Item) => string): number {
  const key = Buffer.from(after, 'base64url').toString();
  const at = items.findIndex((item) => keyOf(item) === key);
  if (at < 0) throw new AppError('CURSOR_INVALID');
  return at + 1;
}
