import { type AnalyticsAnswer, type AnalyticsService, analyticsProgram, z } from 'tributary/sdk';
import { changesOf } from '../methods/change-points.js';
import { forecastOf } from '../methods/forecast.js';
import { outliersOf } from '../methods/outliers.js';
import { deseasonalised, seasonOf } from '../methods/seasonality.js';
import { after, seasonsOf, seriesOf } from '../methods/series.js';
import { shapeOf } from '../methods/shape.js';
import { withoutGaps } from '../methods/statistics.js';
import { trendOf } from '../methods/trend.js';

/** What a number comes from: a query, and what is computed of its answer. The same again gives the same. */
export const computation = z.strictObject({
  query: analyticsProgram,
  /** Whether the rows, which have an interval, are a series for the methods. */
  isSeries: z.boolean(),
});
export type Computation = z.output<typeof computation>;

/** Points that a forecast looks ahead. */
const horizon = 3;
/** Of a series with more gaps nothing is said. */
const mostGaps = 0.2;

/** All that can be said of one series. */
export function analyse(points: readonly { at: string; value: number | null }[], interval: SeriesInterval) {
  const known = points.filter(({ value }) => value !== null).length;
  const isFull = points.length > 0 && known >= points.length * (1 - mostGaps);
  // With gaps there is too little, however long it is.
  const values = isFull ? withoutGaps(points.map(({ value }) => value)) : [];
  const trend = trendOf(values);
  const season = seasonOf(values, seasonsOf[interval]);
  const period = season.enough ? season.period : null;
  const plain = season.enough ? deseasonalised(values, season) : values;
  const changes = changesOf(plain);
  const outliers = outliersOf(plain);
  const forecast = forecastOf(values, horizon, period);
  const shape = trend.enough && changes.enough ? shapeOf(plain, trend, changes) : null;
  const at = (place: number) => points[place]?.at ?? null;
  const last = points.at(-1)?.at;
  const next = (step: number) => last && after(new Date(last), interval, step).toISOString();
  return {
    known,
    shape,
    trend,
    season,
    changes: changes.enough
      ? { ...changes, changes: changes.changes.map((each) => ({ ...each, time: at(each.at) })) }
      : changes,
    outliers: outliers.enough
      ? {
          ...outliers,
          outliers: outliers.outliers.map((each) => ({
            ...each,
            value: values[each.at] ?? each.value,
            usual: each.usual + ((values[each.at] ?? 0) - (plain[each.at] ?? 0)),
            time: at(each.at),
          })),
        }
      : outliers,
    forecast: forecast.enough
      ? { ...forecast, next: forecast.next.map((each, step) => ({ ...each, time: next(step + 1) })) }
      : forecast,
  };
}
type SeriesInterval = NonNullable<Computation['query']['interval']>;

/** What numbers are taken from, by JSON Pointers (RFC 6901): plain data. */
export interface Figures {
  readonly program: AnalyticsAnswer['program'];
  readonly rows: AnalyticsAnswer['rows'];
  /** Of rows. */
  readonly count: number;
  readonly points: readonly { at: string; value: number | null }[];
  readonly analysis: ReturnType<typeof analyse> | null;
}

export function figuresOf(answer: AnalyticsAnswer, isSeries: boolean): Figures {
  const { program, rows } = answer;
  const { interval, measure, period } = program;
  if (!isSeries || !interval) return { program, rows, count: rows.length, points: [], analysis: null };
  const isAdded = measure.of === 'count' || measure.of === 'sum';
  const points = seriesOf(rows, interval, new Date(period?.to ?? 0), isAdded);
  return { program, rows, count: rows.length, points, analysis: analyse(points, interval) };
}

/** Runs the query and all that follows from it. */
export async function compute(
  analytics: AnalyticsService,
  { query, isSeries }: Computation,
): Promise<{ figures: Figures; answer: AnalyticsAnswer }> {
  const answer = await analytics.query(query);
  return { answer, figures: figuresOf(answer, isSeries) };
}
