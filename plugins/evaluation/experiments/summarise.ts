import { bootstrapInterval, mean, pairedTest } from 'tributary/text';
import { pause } from '../pause.js';
import type { CaseResult, Comparison, Experiment, Summary } from './experiment.js';

/** What is taken for chance less often than this is a difference. */
const significant = 0.05;

type Scores = ReadonlyMap<string, number>;
interface Measured {
  readonly evaluator: string;
  readonly measure: string;
  readonly scores: Map<string, number>;
  readonly values: number[];
}

/**
 * The figures of each variant: mean, 95 % bootstrap interval, and the paired test against the first. Comparisons are not
 * corrected for their number.
 */
export async function summarise(
  { variants }: Pick<Experiment, 'variants'>,
  results: readonly CaseResult[],
): Promise<Summary[]> {
  const byVariant = variants.map((_, at) => measuresOf(results.filter(({ variant }) => variant === at)));
  const summaries: Summary[] = [];
  for (const [at, { name }] of variants.entries()) {
    for (const [key, { evaluator, measure, scores, values }] of byVariant[at] ?? []) {
      const first = byVariant[0]?.get(key)?.scores;
      const all = [...scores.values()];
      const interval = bootstrapInterval(all);
      summaries.push({
        variant: name,
        evaluator,
        measure,
        cases: all.length,
        mean: mean(all),
        interval: interval === 'insufficient' ? null : interval,
        meanValue: values.length > 0 ? mean(values) : null,
        against: at === 0 || !first ? null : compare(scores, first),
      });
      // Ten thousand samples take their time: let others have the thread in between.
      await pause(0);
    }
  }
  return summaries;
}

/** How scores compare with others of the same cases; `INSUFFICIENT` below 30 pairs. */
export function compare(scores: Scores, others: Scores): Comparison {
  const pairs = [...scores].flatMap(([id, score]): [number, number][] => {
    const other = others.get(id);
    return other === undefined ? [] : [[score, other]];
  });
  const test = pairedTest(pairs);
  if (test === 'insufficient') {
    const difference = mean(pairs.map(([score, other]) => score - other));
    return { pairs: pairs.length, difference, interval: null, p: null, verdict: 'INSUFFICIENT' };
  }
  const { difference, interval, p } = test;
  const direction = difference > 0 ? 'BETTER' : 'WORSE';
  const verdict = p < significant && difference !== 0 ? direction : 'NO_DIFFERENCE';
  return { pairs: pairs.length, difference, interval, p, verdict };
}

/** The scores by measure, then by case. */
export function measuresOf(results: readonly CaseResult[]): Map<string, Measured> {
  const found = new Map<string, Measured>();
  for (const { caseId, scores } of results) {
    for (const { evaluator, name, score, value } of scores) {
      const key = `${evaluator} ${name}`;
      const none: Measured = { evaluator, measure: name, scores: new Map(), values: [] };
      const measured = found.get(key) ?? none;
      measured.scores.set(caseId, score);
      if (value !== undefined) measured.values.push(value);
      found.set(key, measured);
    }
  }
  return found;
}
