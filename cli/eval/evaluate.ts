import { comparedWith, readBaseline } from './baseline.js';
import type { EvaluationReport, SetReport } from './figure.js';
import type { EvaluationOptions } from './options.js';

/** Measures the chosen sets one after another; a set without data is skipped by name. */
export async function evaluate(
  { data, sets, split, baseline }: EvaluationOptions,
  say: (line: string) => void,
): Promise<EvaluationReport> {
  // Before the long work: it may be no such report.
  const earlier = baseline === null ? null : await readBaseline(baseline, split);
  const reports: SetReport[] = [];
  for (const { name, measure } of sets) {
    say(`${name} …`);
    const measured = await measure({ data, split, say });
    if (typeof measured === 'string') say(`${name} is skipped: ${measured}`);
    reports.push({ name, ...(typeof measured === 'string' ? { skipped: measured } : measured) });
  }
  const report = { split, sets: reports };
  return earlier ? comparedWith(earlier, report) : report;
}
