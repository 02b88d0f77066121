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
  after: z.string().max(400).nullish(),
});

/** What a list was asked for. */
export interface PageRequest {
  readonly first: number;
  /** The key after which the page begins. */
  readonly after: string | null;
}

const cursorOf = (key: string) => Buffer.from(key).toString('base64url');

/** Errors: `BAD_USER_INPUT`, `CURSOR_INVALID`. */
export function pageRequest(args: unknown): PageRequest {
  const { first, after } = given(pageArguments, args, 'arguments');
  if (!after) return { first, after: null };
  const key = Buffer.from(after, 'base64url').toString();
  if (cursorOf(key) !== after || key === '' || key.includes('\0')) throw new AppError('CURSOR_INVALID');
  return { first, after: key };
}

/** A page as connections show it. */
export function connection<Node>(
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
