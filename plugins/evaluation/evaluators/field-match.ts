import { defineEvaluator, type EvaluationScore } from 'tributary/sdk';
import { fold, levenshteinSimilarity } from 'tributary/text';
import { score, skipped } from './measure.js';

type Fields = Readonly<Record<string, unknown>>;

/** From which likeness two texts are taken for one. */
const alike = 0.9;

/** The fields of an output: its own, or those of a list of `{ name, value }` as an extraction gives. */
export function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { fields } = value as { fields?: unknown };
  if (!Array.isArray(fields)) return value as Fields;
  return Object.fromEntries(
    fields.flatMap((each: unknown) => {
      const named = each as { name?: unknown; value?: unknown } | null;
      return typeof named?.name === 'string' ? [[named.name, named.value] as const] : [];
    }),
  );
}

/** One score for each expected field, and their share as `fields`. */
function compare(
  evaluator: string,
  expected: unknown,
  output: unknown,
  likeness: (expected: unknown, found: unknown) => number,
): EvaluationScore[] {
  const wanted = fieldsOf(expected);
  if (wanted === null || Object.keys(wanted).length === 0)
    throw skipped(evaluator, 'the case expects no fields');
  const found = fieldsOf(output) ?? {};
  const scores = Object.entries(wanted).map(([name, value]) => {
    const value_ = likeness(value, found[name]);
    const reason = value_ === 1 ? 'as expected' : `expected ${shown(value)}, found ${shown(found[name])}`;
    return score(`field ${name}`.slice(0, 100), value_, reason);
  });
  const share = scores.reduce((sum, each) => sum + each.score, 0) / scores.length;
  const right = scores.filter((each) => each.score === 1).length;
  return [score('fields', share, `${right} of ${scores.length} fields are as expected`), ...scores];
}

const shown = (value: unknown) => JSON.stringify(value ?? null).slice(0, 200);

/** Equal after white space and Unicode forms are made one; numbers by their value. */
function exactly(expected: unknown, found: unknown): number {
  return plain(expected) === plain(found) ? 1 : 0;
}

/** The likeness of folded texts (Levenshtein, by the longer one), 1 from .9 on; numbers and other values exactly. */
function nearly(expected: unknown, found: unknown): number {
  if (typeof expected !== 'string' || typeof found !== 'string') return exactly(expected, found);
  const likeness = levenshteinSimilarity(fold(plain(expected)), fold(plain(found)));
  return likeness >= alike ? 1 : likeness;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value).normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}

export const exactFields = defineEvaluator({
  id: 'evaluation.exact-fields',
  description: 'The share of expected fields whose value is the same: white space aside, numbers by value.',
  needs: [],
  evaluate: async ({ expected, output }) => compare('evaluation.exact-fields', expected, output, exactly),
});

export const fuzzyFields = defineEvaluator({
  id: 'evaluation.fuzzy-fields',
  description: 'How like the expected fields the found ones are (Levenshtein on folded text, 1 from .9 on).',
  needs: [],
  evaluate: async ({ expected, output }) => compare('evaluation.fuzzy-fields', expected, output, nearly),
});
