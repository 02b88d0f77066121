import type { EvaluationReport, SetReport } from './figure.js';
import type { EvaluationOptions } from './options.js';

/** Measures the chosen sets one after another; a set without data is skipped by name. */
export async function evaluate(
  { data, sets, split }: EvaluationOptions,
  say: (line: string) => void,
): Promise<EvaluationReport> {
  const reports: SetReport[] = [];
  for (const { name, measure } of sets) {
    say(`${name} …`);
    const measured = await measure({ data, split, say });
    if (typeof measured === 'string') say(`${name} is skipped: ${measured}`);
    reports.push({ name, ...(typeof measured === 'string' ? { skipped: measured } : measured) });
  }
  return { split, sets: reports };
}
