import { type NotEnough, notEnough } from './finding.js';
import { median, robustDeviation } from './statistics.js';

const fewest = 10;
/** Points on each side that say what is usual. */
const reach = 3;
/** So many robust deviations are far: the value that Iglewicz and Hoaglin (1993) recommend. */
const far = 3.5;

/** A point far from its neighbours. */
export interface Outlier {
  readonly at: number;
  readonly value: number;
  /** The median of its neighbourhood. */
  readonly usual: number;
  /** How many robust standard deviations lie between. */
  readonly score: number;
  /** As a share of `usual`; null when that is not above 0. */
  readonly relative: number | null;
}
export interface Outliers {
  readonly enough: true;
  readonly points: number;
  readonly outliers: readonly Outlier[];
}

/**
 * The identifier of Hampel (JASA 69, 1974): a point is compared with the median of the points about it, and the distance
 * with the median of all such distances, neither of which wild values move. Give it a series without its season.
 */
export function outliersOf(values: readonly number[]): Outliers | NotEnough {
  const n = values.length;
  if (n < fewest) return notEnough(n, fewest);
  const usual = values.map((_, at) => median(neighbourhood(values, at)));
  const distances = values.map((value, at) => value - (usual[at] ?? 0));
  const deviation = robustDeviation(distances);
  if (deviation === 0) return { enough: true, points: n, outliers: [] };
  const outliers = values.flatMap((value, at): Outlier[] => {
    const expected = usual[at] ?? 0;
    const score = Math.abs(value - expected) / deviation;
    const relative = expected > 0 ? (value - expected) / expected : null;
    return score > far ? [{ at, value, usual: expected, score, relative }] : [];
  });
  return { enough: true, points: n, outliers };
}

/** As many points at the ends as in the middle, without the point itself. */
function neighbourhood(values: readonly number[], at: number): number[] {
  const begin = Math.min(Math.max(0, at - reach), values.length - 2 * reach - 1);
  const end = begin + 2 * reach + 1;
  return [...values.slice(begin, at), ...values.slice(at + 1, end)];
}
