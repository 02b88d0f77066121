import { numbersFrom } from '../random-numbers.js';

/** Where 95 of 100 means would lie. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** So few items that a statement on others like them would be a guess. */
export type Insufficient = 'insufficient';

/** The fewest items of which more is said than their mean. */
export const leastItems = 30;

const { floor } = Math;

const resamples = 10_000;
const confidence = 0.95;

/**
 * The 95 % interval of the mean of `values`: the percentiles of the means of 10,000 samples that are drawn from them with
 * replacement, the same for the same seed (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13).
 * Equal values give an interval without width. `insufficient` below 30 values.
 */
export function bootstrapInterval(values: readonly number[], seed = 1): Interval | Insufficient {
  if (values.length < leastItems) return 'insufficient';
  const next = numbersFrom(seed);
  const means = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample += 1) {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn += 1) sum += values[floor(next() * values.length)] ?? 0;
    means[sample] = sum / values.length;
  }
  means.sort();
  const outside = Math.round((resamples * (1 - confidence)) / 2);
  return { low: means[outside - 1] ?? 0, high: means[resamples - outside] ?? 0 };
}

const statisticResamples = 1_000;

/** As `bootstrapInterval`, of any statistic of the records, by 1,000 samples. */
export function statisticInterval<T>(
  records: readonly T[],
  statistic: (records: readonly T[]) => number,
  seed = 1,
): Interval | Insufficient {
  if (records.length < leastItems) return 'insufficient';
  const next = numbersFrom(seed);
  const drawn = () => records.map(() => records[floor(next() * records.length)] as T);
  const values = Float64Array.from({ length: statisticResamples }, () => statistic(drawn())).sort();
  const outside = Math.round((statisticResamples * (1 - confidence)) / 2);
  return { low: values[outside - 1] ?? 0, high: values[statisticResamples - outside] ?? 0 };
}
