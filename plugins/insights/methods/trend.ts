import { normalTails } from './distributions.js';
import { type NotEnough, notEnough } from './finding.js';
import { median } from './statistics.js';

/** The fewest points for which the normal approximation of the test serves. */
const fewest = 8;

/** A straight line through a series, and whether it is one. */
export interface Trend {
  readonly enough: true;
  readonly points: number;
  /** By how much the value moves from one point to the next. */
  readonly slope: number;
  /** The line at the first and at the last point. */
  readonly first: number;
  readonly last: number;
  /** `last` against `first`, as a share of it; null when the line begins at 0 or below. */
  readonly relative: number | null;
  /** Kendall's tau, from -1 to 1. */
  readonly tau: number;
  /** How often a series without a trend would look so, from 0 to 1. */
  readonly p: number;
}

/**
 * The slope is the median of the slopes between all pairs of points (Theil 1950; Sen, JASA 63, 1968), which a quarter of
 * wild values does not move. Whether there is a trend says the test of Mann (Econometrica 13, 1945) and Kendall, with ties,
 * its variance widened for values that depend on those before (Hamed and Rao, Journal of Hydrology 204, 1998).
 */
export function trendOf(values: readonly number[]): Trend | NotEnough {
  const n = values.length;
  if (n < fewest) return notEnough(n, fewest);
  const slopes: number[] = [];
  let s = 0;
  for (const [at, value] of values.entries()) {
    for (let next = at + 1; next < n; next += 1) {
      const difference = (values[next] ?? 0) - value;
      slopes.push(difference / (next - at));
      s += Math.sign(difference);
    }
  }
  const slope = median(slopes);
  const begin = median(values.map((value, at) => value - slope * at));
  const variance = (n * (n - 1) * (2 * n + 5) - tiesOf(values)) / 18;
  const residuals = values.map((value, at) => value - slope * at);
  const deviation = Math.sqrt(variance * dependence(residuals));
  const z = s === 0 || deviation === 0 ? 0 : (s - Math.sign(s)) / deviation;
  const last = begin + slope * (n - 1);
  return {
    enough: true,
    points: n,
    slope,
    first: begin,
    last,
    relative: begin > 0 ? (last - begin) / begin : null,
    tau: s / ((n * (n - 1)) / 2),
    p: normalTails(z),
  };
}

function tiesOf(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0);
}

/** How much wider the variance is: 1 for independent values, never less. */
function dependence(residuals: readonly number[]): number {
  const n = residuals.length;
  const ranks = ranksOf(residuals);
  const middle = (n + 1) / 2;
  const whole = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0);
  if (whole === 0) return 1;
  const significant = 1.96 / Math.sqrt(n);
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag += 1) {
    let together = 0;
    for (let at = 0; at + lag < n; at += 1) {
      together += ((ranks[at] ?? 0) - middle) * ((ranks[at + lag] ?? 0) - middle);
    }
    const correlation = together / whole;
    if (Math.abs(correlation) > significant) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  return Math.max(1, 1 + (2 / (n * (n - 1) * (n - 2))) * sum);
}

/** From 1; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let begin = 0; begin < order.length; ) {
    let end = begin;
    while (end < order.length && values[order[end] ?? 0] === values[order[begin] ?? 0]) end += 1;
    for (let at = begin; at < end; at += 1) ranks[order[at] ?? 0] = (begin + end + 1) / 2;
    begin = end;
  }
  return ranks;
}
