import { type AnalyticsProgram, type AnalyticsRow, analyticsProgram, parseInput, z } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import type { TracedNumber } from '../insight/words.js';

/** A program as GraphQL has it: words in capitals, null for what is not given. Errors: `BAD_USER_INPUT`. */
export function programOf(input: object, where = 'program'): AnalyticsProgram {
  const shape = z.looseObject({ source: z.string(), measure: z.looseObject({ of: z.string() }) });
  const { source, measure, ...rest } = parseInput(shape, withoutNulls(input), where);
  const lower = { ...measure, of: measure.of.toLowerCase() };
  return parseInput(analyticsProgram, { ...rest, source: source.toLowerCase(), measure: lower }, where);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}

/** As enums of the graph are written. */
export const inCapitals = <Word extends string>(word: Word): Uppercase<Word> =>
  word.toUpperCase() as Uppercase<Word>;

/** A program as the graph shows it. */
export function programView({ source, measure, ...program }: AnalyticsProgram) {
  return {
    groupBy: [],
    filters: [],
    ...program,
    source: inCapitals(source),
    measure: { ...measure, of: inCapitals(measure.of) },
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
