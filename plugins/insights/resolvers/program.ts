import { type AnalyticsProgram, type AnalyticsRow, AppError, analyticsProgram, z } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import type { TracedNumber } from '../insight/words.js';

/** Parses what somebody gave. Errors: `BAD_USER_INPUT` naming the argument. */
export function given<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where = 'input',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [where, ...(issue?.path ?? [])].join('.');
  throw new AppError('BAD_USER_INPUT', { reason: `${path}: ${issue?.message}` });
}

/** A program as GraphQL has it: words in capitals, null for what is not given. Errors: `BAD_USER_INPUT`. */
export function programOf(input: object, where = 'program'): AnalyticsProgram {
  const shape = z.looseObject({ source: z.string(), measure: z.looseObject({ of: z.string() }) });
  const { source, measure, ...rest } = given(shape, withoutNulls(input), where);
  const lower = { ...measure, of: measure.of.toLowerCase() };
  return given(analyticsProgram, { ...rest, source: source.toLowerCase(), measure: lower }, where);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}

/** A program as the graph shows it. */
export function programView({ source, measure, ...program }: AnalyticsProgram) {
  return {
    groupBy: [],
    filters: [],
    ...program,
    source: source.toUpperCase(),
    measure: { ...measure, of: measure.of.toUpperCase() },
  };
}

export const rowView = ({ at, ...row }: AnalyticsRow) => ({ ...row, at: at === null ? null : new Date(at) });

/** A value with its words, which stand in the text. */
export const numberView = (text: string, number: TracedNumber) => ({
  value: number.value,
  text: codePointSlice(text, number.start, number.end),
  start: number.start,
  end: number.end,
  program: number.program,
  path: number.path,
});

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
export function pageOf<Item extends { id: string }>(
  items: readonly Item[],
  args: unknown,
  view: (item: Item) => object,
) {
  const { first, after } = given(pageArguments, args, 'arguments');
  const key = after ? Buffer.from(after, 'base64url').toString() : null;
  const begin = key === null ? 0 : items.findIndex(({ id }) => id === key) + 1;
  if (key !== null && begin === 0) throw new AppError('CURSOR_INVALID');
  const edges = items.slice(begin, begin + first).map((item) => ({
    cursor: Buffer.from(item.id).toString('base64url'),
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

/** Null for what does not exist. */
export const nullIfMissing = async <Found>(work: Promise<Found>): Promise<Found | null> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
    throw error;
  });
