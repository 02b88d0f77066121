import { AppError, z } from 'tributary/sdk';
import { given } from '../given.js';

const pageArguments = z.object({
  first: z
    .int()
    .min(1)
    .max(100)
    .nullish()
    .transform((first) => first ?? 20),
  after: z.string().nullish(),
});

/** A page of items that are all at hand; `views` makes what is shown of those of the page. */
export async function pageOf<Item extends { readonly id: string }, View>(
  items: readonly Item[],
  args: unknown,
  views: (items: readonly Item[]) => Promise<View[]> | View[],
) {
  const { first, after } = given(pageArguments, args, 'arguments');
  const begin = after ? placeAfter(items, after) : 0;
  const shown = items.slice(begin, begin + first);
  const nodes = await views(shown);
  const edges = nodes.map((node, at) => ({ cursor: cursorOf(shown[at]?.id ?? ''), node }));
  return {
    nodes,
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

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url');

function placeAfter(items: readonly { readonly id: string }[], after: string): number {
  const id = Buffer.from(after, 'base64url').toString();
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) throw new AppError('CURSOR_INVALID');
  return at + 1;
}
