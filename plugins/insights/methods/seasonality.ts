import { fTail } from './distributions.js';
import { type NotEnough, notEnough } from './finding.js';
import { average, squares } from './statistics.js';

/** A season is believed after it came so often. */
const leastCycles = 3;
/** Of all series without a season, so many may seem to have one; shared by the periods that are tried. */
const level = 0.01;
/** A season that explains less of what is left beside the trend is not worth a word. */
const leastStrength = 0.3;

/** A pattern that comes round. */
export interface Season {
  readonly enough: true;
  readonly points: number;
  /** Points of one round; null when none of the periods has a pattern. */
  readonly period: number | null;
  /** By how much each place of the round lies above or below the trend; of place 0 is the first point of the series. */
  readonly effects: readonly number[];
  /** The places with the highest and the lowest effect. */
  readonly peak: number;
  readonly trough: number;
  /** Those effects as a share of the mean of the series; null when that is not above 0. */
  readonly peakShare: number | null;
  readonly troughShare: number | null;
  /** From 0 to 1: how much of what is not trend the season explains. */
  readonly strength: number;
  /** How often a series without a season would look so. */
  readonly p: number;
}

/**
 * Classical decomposition: what a centred moving average of one round leaves is compared between the places of the round by
 * an F-test of their means (one-way analysis of variance), for each period that is tried, at 1 % over all of them. The
 * strength is that of Wang, Smith and Hyndman (Data Mining and Knowledge Discovery 13, 2006).
 */
export function seasonOf(values: readonly number[], periods: readonly number[]): Season | NotEnough {
  const n = values.length;
  const possible = periods.filter((period) => n >= leastCycles * period);
  if (possible.length === 0) return notEnough(n, leastCycles * Math.min(...periods));
  const tried = possible.map((period) => tryPeriod(values, period));
  const found = tried
    .filter(({ p, strength }) => p < level / possible.length && strength >= leastStrength)
    .sort((one, other) => one.p - other.p || one.period - other.period)[0];
  const best = found ?? tried.sort((one, other) => one.p - other.p)[0];
  if (!best) return notEnough(n, leastCycles * Math.min(...periods));
  const { effects, strength, p } = best;
  const peak = effects.indexOf(Math.max(...effects));
  const trough = effects.indexOf(Math.min(...effects));
  const middle = average(values);
  const share = (effect: number | undefined) => (middle > 0 ? (effect ?? 0) / middle : null);
  return {
    enough: true,
    points: n,
    period: found?.period ?? null,
    effects,
    peak,
    trough,
    peakShare: share(effects[peak]),
    troughShare: share(effects[trough]),
    strength,
    p,
  };
}

function tryPeriod(values: readonly number[], period: number) {
  const places: number[][] = Array.from({ length: period }, () => []);
  const half = period >> 1;
  for (let at = half; at < values.length - half; at += 1) {
    const trend = centredMean(values, at, period);
    places[at % period]?.push((values[at] ?? 0) - trend);
  }
  const means = places.map(average);
  const middle = average(means);
  const all = places.flat();
  const within = places.reduce((sum, place) => sum + squares(place), 0);
  const whole = squares(all);
  const between = whole - within;
  const freedom = all.length - period;
  const f =
    within <= whole * 1e-12 ? (between > 0 ? Infinity : 0) : between / (period - 1) / (within / freedom);
  return {
    period,
    effects: means.map((mean) => mean - middle),
    strength: whole === 0 ? 0 : Math.max(0, 1 - within / whole),
    p: f === Infinity ? 0 : fTail(f, period - 1, freedom),
  };
}

/** The mean of one round about a place; in even rounds both ends count half. */
function centredMean(values: readonly number[], at: number, period: number): number {
  const half = period >> 1;
  let sum = 0;
  for (let place = at - half; place <= at + half; place += 1) {
    const isEnd = period % 2 === 0 && Math.abs(place - at) === half;
    sum += (values[place] ?? 0) * (isEnd ? 0.5 : 1);
  }
  return sum / period;
}

/** The series without its season. */
export const deseasonalised = (
  values: readonly number[],
  { period, effects }: Pick<Season, 'period' | 'effects'>,
): number[] => values.map((value, at) => (period === null ? value : value - (effects[at % period] ?? 0)));
