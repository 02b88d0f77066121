import { z } from 'zod';

/** What a field of a fact holds. `boolean` may also be unknown. */
export type AnalyticsFieldType = 'text' | 'number' | 'boolean';

/**
 * What can be asked of facts, by source. `documents`: one fact a document; its business fields are those of its newest
 * version (`amount` with tax, `termDays` from issue to due date). `runs`, `reviews`, `recommendations`: one fact each.
 */
export const analyticsFields = {
  documents: {
    kind: 'text',
    status: 'text',
    seller: 'text',
    buyer: 'text',
    currency: 'text',
    orderRef: 'text',
    amount: 'number',
    tax: 'number',
    termDays: 'number',
    confidence: 'number',
    durationMs: 'number',
    corrected: 'boolean',
    hasOrder: 'boolean',
    ready: 'boolean',
  },
  runs: {
    capability: 'text',
    plugin: 'text',
    engine: 'text',
    model: 'text',
    outcome: 'text',
    durationMs: 'number',
    inputTokens: 'number',
    outputTokens: 'number',
    costUsd: 'number',
    answered: 'boolean',
  },
  reviews: { outcome: 'text', resolutionMs: 'number', open: 'boolean', approved: 'boolean' },
  recommendations: {
    kind: 'text',
    decision: 'text',
    decisionMs: 'number',
    decided: 'boolean',
    accepted: 'boolean',
  },
} as const satisfies Record<string, Record<string, AnalyticsFieldType>>;

/** The time that a period is of, by source; the first is used if none is named. */
export const analyticsTimes = {
  documents: ['uploadedAt', 'issueDate', 'dueDate'],
  runs: ['finishedAt'],
  reviews: ['requestedAt', 'resolvedAt'],
  recommendations: ['madeAt', 'decidedAt'],
} as const satisfies Record<keyof typeof analyticsFields, readonly string[]>;

/** A source of facts. */
export type AnalyticsSource = keyof typeof analyticsFields;
const sources = Object.keys(analyticsFields) as [AnalyticsSource, ...AnalyticsSource[]];

/** Amounts of money: those of several currencies are never added up, each has rows of its own. */
export const isMoneyField = (source: AnalyticsSource, field: string | undefined): boolean =>
  source === 'documents' && (field === 'amount' || field === 'tax');

/** What a field of a source holds; null when there is none of this name. */
export function analyticsFieldType(source: AnalyticsSource, field: string): AnalyticsFieldType | null {
  const fields: Readonly<Record<string, AnalyticsFieldType>> = analyticsFields[source];
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}

const name = z.string().min(1).max(40);
/** Control characters name nothing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
const control = /[\u0000-\u001f\u007f]/;
const value = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !control.test(text) && text.isWellFormed(), 'has control characters');
const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** How a filter compares. `MISSING` has no values, `ONE_OF` and `NOT` have many, the others one. */
export const analyticsOperators = [
  'EQUALS',
  'ONE_OF',
  'NOT',
  'ABOVE',
  'AT_LEAST',
  'AT_MOST',
  'BELOW',
  'MISSING',
] as const;

const filter = z.strictObject({
  field: name,
  is: z.enum(analyticsOperators),
  /** Texts (any case), decimal strings, or `true` and `false`, as the field's type has it. */
  values: z.array(value).max(50).default([]),
});

const shape = z.strictObject({
  source: z.enum(sources),
  /** `share`: of the facts whose boolean field is known, how many hold, from 0 to 1. */
  measure: z.strictObject({
    of: z.enum(['count', 'sum', 'mean', 'median', 'min', 'max', 'share']),
    field: name.optional(),
  }),
  /** Text or boolean fields. */
  groupBy: z.array(name).max(2).optional(),
  filters: z.array(filter).max(10).optional(),
  /** Rows for each; intervals begin in UTC, weeks on Monday. */
  interval: z.enum(['HOUR', 'DAY', 'WEEK', 'MONTH']).optional(),
  /** One of `analyticsTimes`. */
  time: name.optional(),
  /** At or after `from`, before `to`; the last 365 days (14 by HOUR) if not given. */
  period: z.strictObject({ from: instant.optional(), to: instant.optional() }).optional(),
  /** By time if there is an interval, else the highest value first, if not given. */
  order: z.enum(['TIME', 'VALUE_DESC', 'VALUE_ASC', 'GROUP']).optional(),
  /** Rows; 100 if not given, 1,000 with an interval. */
  limit: z.int().min(1).max(1000).optional(),
  /** Of which documents: those that the caller may read, or only those that everybody in the tenant may. */
  scope: z.enum(['READABLE', 'EVERYBODY']).optional(),
});

/**
 * A question to the facts of `analytics` as data: the same program over the same facts has the same answer. Unknown keys,
 * fields, comparisons and values that do not fit the field are refused; it is compiled to SQL with parameters over listed
 * columns, whoever wrote it.
 */
export const analyticsProgram = shape.superRefine((program, context) => {
  const problem = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  for (const [path, message] of problemsOf(program)) problem(path, message);
});
/** A checked program. */
export type AnalyticsProgram = z.output<typeof analyticsProgram>;
/** A program as it may be written. */
export type AnalyticsProgramInput = z.input<typeof analyticsProgram>;

type Problem = [path: (string | number)[], message: string];
type Program = z.output<typeof shape>;

function problemsOf({ source, measure, groupBy = [], filters = [], time }: Program): Problem[] {
  const typeOf = (field: string) => analyticsFieldType(source, field);
  const unknown = (field: string) => `${source} has no field ${field}`;
  const problems: Problem[] = [];
  const wanted = measure.of === 'count' ? null : measure.of === 'share' ? 'boolean' : 'number';
  if (wanted === null && measure.field !== undefined)
    problems.push([['measure', 'field'], 'a count has no field']);
  if (wanted !== null && (measure.field === undefined || typeOf(measure.field) !== wanted)) {
    problems.push([['measure', 'field'], `must be a ${wanted} field of ${source}`]);
  }
  for (const [at, field] of groupBy.entries()) {
    if (typeOf(field) === null) problems.push([['groupBy', at], unknown(field)]);
    else if (typeOf(field) === 'number') problems.push([['groupBy', at], 'numbers are no groups']);
  }
  if (new Set(groupBy).size < groupBy.length) problems.push([['groupBy'], 'names a field twice']);
  if (time !== undefined && !(analyticsTimes[source] as readonly string[]).includes(time)) {
    problems.push([['time'], `must be one of ${analyticsTimes[source].join(', ')}`]);
  }
  for (const [at, each] of filters.entries()) {
    const type = typeOf(each.field);
    const message = type === null ? unknown(each.field) : problemOfFilter(type, each);
    if (message !== null) problems.push([['filters', at], message]);
  }
  return problems;
}

const decimal = /^-?\d{1,15}(?:\.\d{1,6})?$/;

function problemOfFilter(
  type: AnalyticsFieldType,
  { is, values }: NonNullable<Program['filters']>[number],
): string | null {
  if (is === 'MISSING') return values.length === 0 ? null : 'MISSING has no values';
  const isList = is === 'ONE_OF' || is === 'NOT';
  if (isList ? values.length === 0 : values.length !== 1)
    return `${is} has ${isList ? 'values' : 'one value'}`;
  if (type === 'number') {
    return values.every((each) => decimal.test(each)) ? null : 'must be decimal numbers such as 500.00';
  }
  if (!isList && is !== 'EQUALS') return `a ${type} field is not compared by ${is}`;
  if (type === 'boolean') {
    return values.every((each) => each === 'true' || each === 'false') ? null : 'must be true or false';
  }
  return null;
}
