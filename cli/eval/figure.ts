/** One measured number with what it is to be compared with. */
export interface Figure {
  name: string;
  value: number;
  /** How many records it is the mean of. */
  records: number;
  /** What a simple baseline reaches on the development split. */
  floor: number | null;
  /** What others published, with its source. */
  published: string | null;
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

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
