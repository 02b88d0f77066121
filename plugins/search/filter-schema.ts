import type { SearchFieldFilter, SearchFilter } from 'tributary/sdk';
import { AppError, parseInput, z } from 'tributary/sdk';

/** Control characters have no place in what people look for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const plain = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !control.test(text), 'has control characters');

/** What is searched for, in words. */
export const queryText = plain(1_000);

const day = z.iso.date();
const decimal = z.string().regex(/^-?\d{1,15}(?:\.\d{1,6})?$/, 'must be a decimal number such as 500.00');
const fieldName = z.string().regex(/^[a-z][a-z0-9_.]{0,62}$/, 'must be a field name such as grand_total');
const value = plain(200).min(1);
const names = z.array(value).min(1).max(50);
const isInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from <= to;

const fieldFilter = z
  .strictObject({
    name: fieldName,
    oneOf: names.optional(),
    above: decimal.optional(),
    atLeast: decimal.optional(),
    atMost: decimal.optional(),
    below: decimal.optional(),
    from: day.optional(),
    to: day.optional(),
    currency: z
      .string()
      .regex(/^[A-Za-z]{3}$/, 'must be an ISO 4217 code')
      .transform((code) => code.toUpperCase())
      .optional(),
    isMissing: z.boolean().optional(),
    orMissing: z.boolean().optional(),
  })
  .refine(({ name: _, ...conditions }) => Object.keys(conditions).length > 0, 'says nothing of the field')
  .refine(isInOrder, 'from is after to')
  .refine(hasRoom, 'no amount fits')
  .refine(
    ({ name: _, isMissing, ...others }) => isMissing !== true || Object.keys(others).length === 0,
    'a field that is missing has no value',
  );

/** A filter as it comes from callers, models and stored searches: unknown keys and ranges without room are refused. */
export const searchFilter = z.strictObject({
  kinds: names.optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'must be an ISO 639-1 code'))
    .min(1)
    .max(20)
    .optional(),
  statuses: z
    .array(z.enum(['READY', 'NEEDS_REVIEW']))
    .min(1)
    .max(2)
    .optional(),
  name: value.optional(),
  uploaded: z
    .strictObject({ from: day.optional(), to: day.optional() })
    .refine(isInOrder, 'from is after to')
    .optional(),
  fields: z.array(fieldFilter).max(20).optional(),
});

function hasRoom({ above, atLeast, atMost, below }: SearchFieldFilter): boolean {
  const least = Math.max(...[above, atLeast].map((bound) => Number(bound ?? Number.NEGATIVE_INFINITY)));
  const most = Math.min(...[atMost, below].map((bound) => Number(bound ?? Number.POSITIVE_INFINITY)));
  const isOpen = Number(above ?? Number.NaN) === least || Number(below ?? Number.NaN) === most;
  return least < most || (least === most && !isOpen);
}

/** A filter as GraphQL has it: null for what is not given, a single value beside lists. */
export function filterOfInput(input: unknown): SearchFilter | undefined {
  if (input === null || input === undefined) return undefined;
  const { fields, ...rest } = withoutNulls(input) as { fields?: Record<string, unknown>[] };
  const one = (field: Record<string, unknown>) => {
    const { equals, oneOf, ...others } = field;
    if (equals === undefined) return field;
    if (oneOf !== undefined) throw new AppError('BAD_USER_INPUT', { reason: 'fields: give equals or oneOf' });
    return { ...others, oneOf: [equals] };
  };
  return parseInput(searchFilter, { ...rest, ...(fields ? { fields: fields.map(one) } : {}) }, 'filter');
}

/** Two filters that both hold; lists that both name are what they share, a field may be named twice. */
export function bothFilters(one: SearchFilter, other: SearchFilter): SearchFilter {
  const shared = (key: 'kinds' | 'languages' | 'statuses') => {
    const [left, right] = [one[key], other[key]];
    return left && right ? { [key]: left.filter((each) => right.includes(each)) } : {};
  };
  const uploaded =
    one.uploaded && other.uploaded ? { uploaded: sharedDays(one.uploaded, other.uploaded) } : {};
  const fields = [...(one.fields ?? []), ...(other.fields ?? [])];
  return {
    ...one,
    ...other,
    ...shared('kinds'),
    ...shared('languages'),
    ...shared('statuses'),
    ...uploaded,
    ...(fields.length > 0 ? { fields } : {}),
  };
}

type Days = NonNullable<SearchFilter['uploaded']>;

function sharedDays(one: Days, other: Days): Days {
  const from = [one.from, other.from]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const to = [one.to, other.to].filter((day) => day !== undefined).sort()[0];
  return { ...(from && { from }), ...(to && { to }) };
}

function withoutNulls(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutNulls);
  if (typeof given !== 'object' || given === null) return given;
  // A scalar's value, such as a date, is no plain object.
  if (given instanceof Date) return given.toISOString().slice(0, 10);
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, each]) => each !== null && each !== undefined)
      .map(([key, each]) => [key, withoutNulls(each)]),
  );
}
