import { defineEvaluator, type EvaluationScore } from 'tributary/sdk';
import { levenshteinSimilarity, parseAmount, parseDate } from 'tributary/text';

/** Longer values are compared by their beginning. */
const longest = 2_000;

/**
 * Fields against those that are right: how many are exactly so (spacing and letter case aside; amounts as numbers, dates
 * as days), and how alike they are (1 - Levenshtein distance / longer length). What was not found is wrong; what nobody
 * expects does not count.
 */
export const fieldsEvaluator = defineEvaluator({
  id: 'extraction.fields',
  description: 'Exact and fuzzy match of extracted fields with the expected ones.',
  needs: [],
  async evaluate({ expected, output }) {
    const wanted = [...fieldsIn(expected)];
    const given = fieldsIn(output);
    if (wanted.length === 0) return [];
    const compared = wanted.map(([name, value]) => ({ name, ...comparison(value, given.get(name)) }));
    const wrong = compared.filter(({ exact }) => exact < 1).map(({ name }) => name);
    const reason = wrong.length === 0 ? `all of ${wanted.length} fields` : `not exact: ${wrong.join(', ')}`;
    return (['exact', 'fuzzy'] as const).map(
      (measure): EvaluationScore => ({
        name: measure,
        score: compared.reduce((sum, each) => sum + each[measure], 0) / compared.length,
        reason,
      }),
    );
  },
});

/** Fields as a list of names and values, as an object, or below `fields` or `values` of an output. */
function fieldsIn(value: unknown): Map<string, unknown> {
  if (Array.isArray(value)) {
    const named = value.flatMap((each): [string, unknown][] => {
      const { name, field, value: own } = (each ?? {}) as Record<string, unknown>;
      const key = name ?? field;
      return typeof key === 'string' ? [[key, own]] : [];
    });
    return new Map(named);
  }
  if (typeof value !== 'object' || value === null) return new Map();
  const { fields, values, output } = value as Record<string, unknown>;
  if (output !== undefined) return fieldsIn(output);
  if (fields !== undefined) return fieldsIn(fields);
  if (typeof values === 'object' && values !== null) return fieldsIn(values);
  return new Map(Object.entries(value));
}

function comparison(expected: unknown, found: unknown): { exact: number; fuzzy: number } {
  if (expected === null || expected === undefined) {
    const isRight = found === null || found === undefined ? 1 : 0;
    return { exact: isRight, fuzzy: isRight };
  }
  if (found === null || found === undefined) return { exact: 0, fuzzy: 0 };
  const [one, other] = [plain(expected), plain(found)];
  if (one === other || isSameValue(one, other)) return { exact: 1, fuzzy: 1 };
  return {
    exact: 0,
    fuzzy: Math.max(0, levenshteinSimilarity(one.slice(0, longest), other.slice(0, longest))),
  };
}

const plain = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();

function isSameValue(one: string, other: string): boolean {
  const amounts = [parseAmount(one), parseAmount(other)];
  if (amounts[0] !== null && amounts[1] !== null) return Number(amounts[0]) === Number(amounts[1]);
  const [date] = [parseDate(one)];
  return date !== null && date !== undefined && one.length < 30 && date === parseDate(other);
}
