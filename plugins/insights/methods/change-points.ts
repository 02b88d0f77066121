import { type NotEnough, notEnough } from './finding.js';
import { average, madScale, median, squares } from './statistics.js';

const fewest = 12;
/** A level stands for so many points at least. */
const shortest = 3;

/** A place where the level of a series changes. */
export interface ChangePoint {
  /** The first point of the new level. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
  /** As a share of `before`; null when that is not above 0. */
  readonly relative: number | null;
}

/** The levels of a series. */
export interface Changes {
  readonly enough: true;
  readonly points: number;
  readonly changes: readonly ChangePoint[];
  /** What the levels do not explain. */
  readonly squares: number;
}

/**
 * Changes of the mean, all at once and exactly: PELT (Killick, Fearnhead and Eckley, JASA 107, 2012) with the cost of normal
 * values of one variance, which is taken from the differences of neighbours so that changes do not count as noise, and the
 * penalty 3 log n, somewhat above that of the Bayesian information criterion (2 log n for a place and a level).
 */
export function changesOf(values: readonly number[]): Changes | NotEnough {
  const n = values.length;
  if (n < fewest) return notEnough(n, fewest);
  const ends = segmentEnds(values, noiseOf(values));
  const segments = ends.map((end, at) => values.slice(ends[at - 1] ?? 0, end));
  const changes = segments.slice(1).map((segment, at): ChangePoint => {
    const [before, after] = [average(segments[at] ?? []), average(segment)];
    return { at: ends[at] ?? 0, before, after, relative: before > 0 ? (after - before) / before : null };
  });
  return {
    enough: true,
    points: n,
    changes,
    squares: segments.reduce((sum, segment) => sum + squares(segment), 0),
  };
}

/** The variance about the levels. */
function noiseOf(values: readonly number[]): number {
  const steps = values.slice(1).map((value, at) => value - (values[at] ?? 0));
  const middle = median(steps);
  const deviation = (madScale * median(steps.map((step) => Math.abs(step - middle)))) / Math.SQRT2;
  // Where most neighbours are equal every step is a change; so small a variance keeps the costs finite.
  return deviation ** 2 || squares(values) * 1e-6 || 1;
}

/** Where the segments end that cost least; the last one is the end of the series. */
function segmentEnds(values: readonly number[], variance: number): number[] {
  const n = values.length;
  const penalty = 3 * Math.log(n);
  const sums = new Float64Array(n + 1);
  const squared = new Float64Array(n + 1);
  for (const [at, value] of values.entries()) {
    sums[at + 1] = (sums[at] ?? 0) + value;
    squared[at + 1] = (squared[at] ?? 0) + value * value;
  }
  const costOf = (from: number, to: number) => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    return ((squared[to] ?? 0) - (squared[from] ?? 0) - (sum * sum) / (to - from)) / variance;
  };
  const best = new Float64Array(n + 1).fill(Infinity);
  best[0] = -penalty;
  const last = new Int32Array(n + 1);
  const triedTo = new Int32Array(n + 1).fill(n);
  let open = [0];
  for (let end = shortest; end <= n; end += 1) {
    const begins = open.filter((begin) => end - begin >= shortest);
    for (const begin of begins) {
      const cost = (best[begin] ?? Infinity) + costOf(begin, end) + penalty;
      if (cost < (best[end] ?? Infinity)) {
        best[end] = cost;
        last[end] = begin;
      }
    }
    // What cannot become the best any more is not tried again, from where a segment that begins here may end.
    for (const begin of begins) {
      if ((best[begin] ?? 0) + costOf(begin, end) > (best[end] ?? Infinity)) {
        triedTo[begin] = Math.min(triedTo[begin] ?? n, end + shortest - 1);
      }
    }
    open = open.filter((begin) => end < (triedTo[begin] ?? n));
    if (end + shortest <= n) open.push(end);
  }
  const ends: number[] = [];
  for (let end = n; end > 0; end = last[end] ?? 0) ends.unshift(end);
  return ends;
}
