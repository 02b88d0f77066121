import { z } from 'zod';
import { AppError } from './errors.js';
import { parseInput } from './parse-input.js';

/** The argument `first`: how many nodes a page has, from 1 to 100; 20 if nobody said. */
export const pageSize = z
  .int()
  .min(1)
  .max(100)
  .nullish()
  .transform((first) => first ?? 20);
const pageArguments = z.object({ first: pageSize, after: z.string().max(400).nullish() });

/** What a list was asked for. */
export interface PageRequest {
  /** From 1 to 100; 20 if nobody said. */
  readonly first: number;
  /** The key after which the page begins; null for the first page. */
  readonly after: string | null;
}

const cursorOf = (key: string) => Buffer.from(key).toString('base64url');

/** The arguments `first` and `after` of a connection. Errors: `BAD_USER_INPUT`, `CURSOR_INVALID`. */
export function pageRequest(args: unknown): PageRequest {
  const { first, after } = parseInput(pageArguments, args, 'arguments');
  if (!after) return { first, after: null };
  const key = Buffer.from(after, 'base64url').toString();
  if (cursorOf(key) !== after || key === '' || key.includes('\0')) throw new AppError('CURSOR_INVALID');
  return { first, after: key };
}

/** The nodes of a page by their keys, as a Relay connection. `after` is that of the `PageRequest`. */
export function connectionOf<Node>(
  items: readonly { readonly key: string; readonly node: Node }[],
  { totalCount, hasNextPage, after }: { totalCount: number; hasNextPage: boolean; after: string | null },
) {
  const edges = items.map(({ key, node }) => ({ cursor: cursorOf(key), node }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    totalCount,
    pageInfo: {
      hasNextPage,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/**
 * A page of items that are all at hand, as a Relay connection; `view` is what the graph shows of one.
 *
 * Errors: `BAD_USER_INPUT`; `CURSOR_INVALID` where no item has the key of the cursor.
 */
export function pageOf<Item, Node>(
  items: readonly Item[],
  args: unknown,
  keyOf: (item: Item) => string,
  view: (item: Item) => Node,
) {
  const { first, after } = pageRequest(args);
  const begin = after === null ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== null && begin === 0) throw new AppError('CURSOR_INVALID');
  const shown = items.slice(begin, begin + first);
  return connectionOf(
    shown.map((item) => ({ key: keyOf(item), node: view(item) })),
    { totalCount: items.length, hasNextPage: begin + shown.length < items.length, after },
  );
}
