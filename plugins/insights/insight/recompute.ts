import type { AnalyticsService } from 'tributary/sdk';
import { compute } from './computation.js';
import type { Insight } from './insight.js';
import { type TracedNumber, valueAt, written } from './words.js';

/** A number of an insight, and what its program says now. */
export interface Recomputed {
  readonly number: TracedNumber;
  /** Null when the facts have no such figure any more. */
  readonly now: string | number | null;
  readonly text: string | null;
  readonly isSame: boolean;
}

/** Runs the programs of an insight again: over the same facts every number is the same. */
export async function recompute(
  analytics: AnalyticsService,
  { programs, numbers }: Pick<Insight, 'programs' | 'numbers'>,
): Promise<Recomputed[]> {
  const figures = await Promise.all(
    programs.map(async (program) => (await compute(analytics, program)).figures),
  );
  return numbers.map((number) => {
    const now = valueAt(figures[number.program], number.path);
    const text = now === null ? null : written(now, number.format, number.isAbsolute);
    return { number, now, text, isSame: now === number.value };
  });
}
