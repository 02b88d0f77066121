import { AppError, z } from 'tributary/sdk';
import { mean, pairedTest } from '#text';
import type { EvaluationReport } from '../figure.js';
import { type Gate, type GateExperiment, readJson, type Threshold } from './gate-file.js';
import type { GateCheck, GateScores } from './gate-report.js';
import type { CaseScores } from './run-experiment.js';

const significant = 0.05;

const earlierReport = z.object({
  measured: z.array(
    z.object({
      dataset: z.string(),
      variant: z.string(),
      evaluator: z.string(),
      measure: z.string(),
      scores: z.record(z.string(), z.number()),
    }),
  ),
});
export type GateBaseline = z.output<typeof earlierReport>;

/** Reads a report that `--gate … --json` wrote. Errors: `BAD_USER_INPUT`. */
export async function readGateBaseline(path: string): Promise<GateBaseline> {
  const report = earlierReport.safeParse(await readJson(path));
  if (report.success) return report.data;
  throw new AppError('BAD_USER_INPUT', { reason: `${path} is no report of eval --gate --json` });
}

interface Measured extends GateScores {
  readonly values: readonly number[];
}

/** The scores of an experiment by variant and measure. */
export function measuresOf(
  { dataset }: Pick<GateExperiment, 'dataset'>,
  ran: { id: string; version: number; cases: readonly CaseScores[] },
): Measured[] {
  const found = new Map<string, Measured & { scores: Record<string, number>; values: number[] }>();
  for (const { caseId, variant, scores } of ran.cases) {
    for (const { evaluator, measure, score, value } of scores) {
      const key = JSON.stringify([variant, evaluator, measure]);
      const about = { dataset, version: ran.version, experiment: ran.id, variant, evaluator, measure };
      const one = found.get(key) ?? { ...about, scores: {}, values: [] };
      one.scores[caseId] = score;
      if (value !== null) one.values.push(value);
      found.set(key, one);
    }
  }
  return [...found.values()];
}

/** Whether the thresholds of an experiment hold. */
export function checksOf(
  { dataset, variants, thresholds }: GateExperiment,
  measured: readonly Measured[],
  baseline: GateBaseline | null,
): GateCheck[] {
  return thresholds.flatMap((threshold) => {
    const variant = threshold.variant ?? variants[0]?.name ?? '';
    const fits = (one: Pick<GateScores, 'variant' | 'evaluator' | 'measure'>) =>
      one.variant === variant &&
      one.measure === threshold.measure &&
      (threshold.evaluator === undefined || one.evaluator === threshold.evaluator);
    const own = measured.find(fits);
    const about = { subject: `${dataset} ${variant}`, measure: threshold.measure };
    if (!own) return [{ ...about, ...nothing, demand: 'measured', reason: 'no case was measured so' }];
    const before = baseline?.measured.find((one) => one.dataset === dataset && fits(one));
    return demandsOf(threshold, own, before?.scores ?? null).map((check) => ({ ...about, ...check }));
  });
}

const nothing = { value: null, cases: 0, passed: false } as const;
type Judged = Omit<GateCheck, 'subject' | 'measure'>;

function demandsOf(
  { minimumMean, maximumValue, noSignificantDrop }: Threshold,
  { scores, values }: Measured,
  before: Readonly<Record<string, number>> | null,
): Judged[] {
  const all = Object.values(scores);
  const [value, cases] = [mean(all), all.length];
  const checks: Judged[] = [];
  if (minimumMean !== undefined) {
    const passed = value >= minimumMean;
    const reason = passed ? '' : `${(minimumMean - value).toFixed(3)} too low`;
    checks.push({ value, cases, demand: `mean >= ${minimumMean}`, passed, reason });
  }
  if (maximumValue !== undefined) {
    const raw = values.length === 0 ? null : mean(values);
    const passed = raw !== null && raw <= maximumValue;
    const reason = passed ? '' : raw === null ? 'nothing was measured' : 'too high';
    checks.push({ value: raw, cases: values.length, demand: `value <= ${maximumValue}`, passed, reason });
  }
  if (noSignificantDrop) checks.push({ value, cases, ...dropOf(scores, before) });
  return checks.length > 0 ? checks : [{ value, cases, demand: 'measured', passed: true, reason: '' }];
}

/** Too few pairs to tell are no drop: nobody is stopped by chance. */
function dropOf(
  scores: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>> | null,
): Pick<GateCheck, 'demand' | 'passed' | 'reason'> {
  const demand = 'no significant drop';
  if (!before) return { demand, passed: false, reason: 'the baseline has not measured it' };
  const pairs = Object.entries(scores).flatMap(([id, score]): [number, number][] => {
    const other = before[id];
    return other === undefined ? [] : [[score, other]];
  });
  if (pairs.length === 0) return { demand, passed: false, reason: 'no case is in the baseline' };
  const test = pairedTest(pairs);
  if (test === 'insufficient') return { demand: `${demand} (too few pairs)`, passed: true, reason: '' };
  const { difference, p } = test;
  const passed = !(difference < 0 && p < significant);
  return { demand, passed, reason: passed ? '' : `${difference.toFixed(3)}, p ${p.toFixed(4)}` };
}

/** Whether the figures of `npm run eval` reach their floors. */
export function figureChecks({ figures }: Gate, { sets }: EvaluationReport): GateCheck[] {
  return figures.map(({ set: name, figure, minimum }) => {
    const about = { subject: name, measure: figure, demand: `value >= ${minimum}` };
    const set = sets.find((each) => each.name === name);
    if (!set) return { ...about, ...nothing, reason: 'the set was not asked for' };
    if ('skipped' in set) return { ...about, ...nothing, reason: `skipped: ${set.skipped}` };
    const found = set.figures.find((each) => each.name === figure);
    if (!found) return { ...about, ...nothing, reason: 'the set has no such figure' };
    const { value, records: cases } = found;
    const passed = value >= minimum;
    return {
      ...about,
      value,
      cases,
      passed,
      reason: passed ? '' : `${(minimum - value).toFixed(3)} too low`,
    };
  });
}
