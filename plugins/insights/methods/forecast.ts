import { type NotEnough, notEnough } from './finding.js';
import { deseasonalised, seasonOf } from './seasonality.js';
import { average } from './statistics.js';

const fewest = 12;
/** Origins of the backtest at most: as many of the last points. */
const mostOrigins = 24;
/** So many of normal values lie within so many deviations about the mean. */
const level = 0.95;
const reach = 1.96;

/** One point to come, with where it lies 95 times of 100. */
export interface ForecastPoint {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What is to come, and how good such a forecast would have been. */
export interface Forecast {
  readonly enough: true;
  readonly points: number;
  /** `theta` is used only where it was better than to repeat the last value (of the last round). */
  readonly method: 'theta' | 'naive' | 'seasonal-naive';
  readonly next: readonly ForecastPoint[];
  /** How often a value lies in its interval: 0.95. */
  readonly level: number;
  /** The mean absolute error over the backtest, of the method and of the naive forecast. */
  readonly error: number;
  readonly naiveError: number;
  /** By what share the error is below that of the naive forecast; 0 when the naive one is used. */
  readonly skill: number;
  /** How often the method looked ahead in the backtest. */
  readonly origins: number;
}

type Method = (values: readonly number[], horizon: number) => number[];

/**
 * The Theta method (Assimakopoulos and Nikolopoulos, International Journal of Forecasting 16, 2000) as exponential smoothing
 * with drift (Hyndman and Billah, ibid. 19, 2003), on the series without its season. Each of the last points is forecast from
 * those before it; the same is done by repeating the last value, and with a season that of the last round: the method
 * with the smallest error forecasts, and its errors make the interval.
 */
export function forecastOf(
  values: readonly number[],
  horizon: number,
  period: number | null,
): Forecast | NotEnough {
  const n = values.length;
  const needed = Math.max(fewest, 3 * (period ?? 0) + 4);
  if (n < needed) return notEnough(n, needed);
  const methods: Record<Forecast['method'], Method> = {
    theta: (known, ahead) => seasonalTheta(known, ahead, period),
    naive: (known, ahead) => Array.from({ length: ahead }, () => known.at(-1) ?? 0),
    'seasonal-naive': (known, ahead) =>
      Array.from({ length: ahead }, (_, at) => known.at(-(period ?? 1) + (at % (period ?? 1))) ?? 0),
  };
  const names: Forecast['method'][] =
    period === null ? ['theta', 'naive'] : ['theta', 'naive', 'seasonal-naive'];
  const origins = Math.min(mostOrigins, n - needed + 4, n >> 1);
  const tried = names.map((method) => {
    const errors = backtest(values, origins, methods[method]);
    return { method, errors, error: average(errors.map(Math.abs)) };
  });
  const baseline = Math.min(...tried.slice(1).map(({ error }) => error));
  const best = tried.reduce((one, other) => (other.error < one.error ? other : one));
  const { method, errors, error } = best;
  const deviation = Math.sqrt(average(errors.map((each) => each ** 2)));
  const isPositive = values.every((value) => value >= 0);
  const growth = method === 'theta' ? smoothingOf(withoutSeason(values, period).plain).alpha : 1;
  const next = methods[method](values, horizon).map((value, at): ForecastPoint => {
    const steps = method === 'seasonal-naive' ? Math.floor(at / (period ?? 1)) : at;
    const width = reach * deviation * Math.sqrt(1 + steps * growth ** 2);
    const low = value - width;
    return {
      value: isPositive ? Math.max(0, value) : value,
      low: isPositive ? Math.max(0, low) : low,
      high: value + width,
    };
  });
  return {
    enough: true,
    points: n,
    method,
    next,
    level,
    error,
    naiveError: baseline,
    skill: method === 'theta' && baseline > 0 ? 1 - error / baseline : 0,
    origins,
  };
}

/** The errors of one step ahead, from each of the last points that were known. */
function backtest(values: readonly number[], origins: number, method: Method): number[] {
  return Array.from({ length: origins }, (_, back) => {
    const at = values.length - origins + back;
    const [forecast = 0] = method(values.slice(0, at), 1);
    return (values[at] ?? 0) - forecast;
  });
}

/** The season as the known values have it: the backtest learns nothing of what is to come. */
function withoutSeason(values: readonly number[], period: number | null) {
  const season = period === null ? null : seasonOf(values, [period]);
  const effects = season?.enough ? season.effects : [];
  return { effects, plain: deseasonalised(values, { period, effects }) };
}

function seasonalTheta(values: readonly number[], horizon: number, period: number | null): number[] {
  const { effects, plain } = withoutSeason(values, period);
  const { alpha, level: last } = smoothingOf(plain);
  const drift = slopeOf(plain) / 2;
  const n = plain.length;
  const lag = (1 - (1 - alpha) ** n) / alpha;
  return Array.from({ length: horizon }, (_, at) => {
    const effect = period === null ? 0 : (effects[(n + at) % period] ?? 0);
    return last + drift * (at + lag) + effect;
  });
}

/** Simple exponential smoothing with the factor that foresees each next point best. */
function smoothingOf(values: readonly number[]): { alpha: number; level: number } {
  let best = { alpha: 1, level: values.at(-1) ?? 0, error: Infinity };
  for (let step = 1; step <= 20; step += 1) {
    const alpha = step / 20;
    let level = values[0] ?? 0;
    let error = 0;
    for (const value of values.slice(1)) {
      error += (value - level) ** 2;
      level += alpha * (value - level);
    }
    if (error < best.error) best = { alpha, level, error };
  }
  return best;
}

/** Of the line of least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = average(values);
  let [above, below] = [0, 0];
  for (const [at, value] of values.entries()) {
    above += (at - middle) * (value - mean);
    below += (at - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
