import { numbersFrom } from '../random-numbers.js';
import { bootstrapInterval, type Insufficient, type Interval } from './bootstrap.js';
import { mean } from './mean.js';

/** How two systems compare over the same items. */
export interface PairedTest {
  readonly pairs: number;
  /** The mean of the first less that of the second. */
  readonly difference: number;
  /** The 95 % interval of the difference. */
  readonly interval: Interval;
  /** How probable a difference at least so large is, in either direction, if neither system is better. */
  readonly p: number;
}

const { abs } = Math;

const rounds = 10_000;
/** Sums of the same numbers in another order differ in their last digits. */
const rounding = 1e-9;

/**
 * Fisher's two-sided randomisation test on the mean of the differences: if neither system is better, each difference
 * could as well have the other sign (Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for
 * Information Retrieval Evaluation", CIKM 2007). 10,000 random choices of signs, the same for the same seed; the observed
 * one counts as one of them, so that p is never 0 (Phipson and Smyth, 2010). The interval is a bootstrap over the pairs.
 * `insufficient` below 30 pairs.
 * @param pairs the scores of both systems for each item
 */
export function pairedTest(
  pairs: readonly (readonly [first: number, second: number])[],
  seed = 1,
): PairedTest | Insufficient {
  const differences = pairs.map(([first, second]) => first - second);
  const interval = bootstrapInterval(differences, seed);
  if (interval === 'insufficient') return interval;
  return { pairs: pairs.length, difference: mean(differences), interval, p: probability(differences, seed) };
}

function probability(differences: readonly number[], seed: number): number {
  const next = numbersFrom(seed);
  const observed = abs(differences.reduce((sum, each) => sum + each, 0)) - rounding;
  let atLeast = 1;
  for (let round = 0; round < rounds; round += 1) {
    let sum = 0;
    for (const each of differences) sum += next() < 0.5 ? each : -each;
    if (abs(sum) >= observed) atLeast += 1;
  }
  return atLeast / (rounds + 1);
}
