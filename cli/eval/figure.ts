import {
  bootstrapInterval,
  type Decided,
  type Insufficient,
  type Interval,
  mean,
  type PairedTest,
  statisticInterval,
} from '#text';

/** One measured number with what it is to be compared with. */
export interface Figure {
  name: string;
  value: number;
  /** How many records it is the mean of. */
  records: number;
  /** The 95 % bootstrap interval of the value. */
  interval: Interval | Insufficient;
  /** What a simple baseline reaches on the development split. */
  floor: number | null;
  /** What others published, with its source. */
  published: string | null;
  /** By record, so that a later run can be compared pair by pair. */
  scores: Readonly<Record<string, number>>;
  /** Against the earlier report that was given; null when that has no such figure. */
  against?: Comparison | Insufficient | null;
}

/** A figure beside the same one of an earlier report, over the records that both have. */
export interface Comparison extends PairedTest {
  /** What the earlier report had over these records. */
  baseline: number;
}

export interface Duration {
  name: string;
  ms: number;
}

/** What one set gave. */
export interface Measured {
  records: number;
  /** How the records reached the product, in words. */
  door: string;
  figures: Figure[];
  times: Duration[];
  /** Values that were not found as expected, for the owners of what is measured. */
  misses: { record: string; field: string; expected: unknown; found: unknown }[];
}

export type SetReport = { name: string } & (Measured | { skipped: string });

export interface EvaluationReport {
  split: string;
  sets: SetReport[];
}

/** The mean of the scores of records, each of which is there once. */
export function figureOf(
  name: string,
  scores: readonly (readonly [record: string, score: number])[],
  { floor = null, published = null }: Partial<Pick<Figure, 'floor' | 'published'>> = {},
): Figure {
  const values = scores.map(([, score]) => score);
  const interval = bootstrapInterval(values);
  const records = values.length;
  return {
    name,
    value: mean(values),
    records,
    interval,
    floor,
    published,
    scores: Object.fromEntries(scores),
  };
}

/** A statistic of decisions that is no mean of scores, such as F1; the score of a record is whether it was right. */
export function figureOfDecisions(
  name: string,
  decided: readonly (Decided & { readonly record: string })[],
  statistic: (decided: readonly Decided[]) => number,
  { floor = null, published = null }: Partial<Pick<Figure, 'floor' | 'published'>> = {},
): Figure {
  const scores = decided.map(({ record, expected, found }) => [record, Number(expected === found)] as const);
  return {
    name,
    value: statistic(decided),
    records: decided.length,
    interval: statisticInterval(decided, statistic),
    floor,
    published,
    scores: Object.fromEntries(scores),
  };
}

/** The smallest value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
