/** How long a point of a series is. */
export type Interval = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** One point: when it begins, ISO 8601 in UTC, and its value; null where nothing was measured. */
export interface SeriesPoint {
  readonly at: string;
  readonly value: number | null;
}

const hourMs = 3_600_000;

/** As the database has it: in UTC, weeks from Monday. */
export function beginOf(at: Date, interval: Interval): Date {
  const date = new Date(at);
  date.setUTCMinutes(0, 0, 0);
  if (interval === 'HOUR') return date;
  date.setUTCHours(0);
  if (interval === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (interval === 'MONTH') date.setUTCDate(1);
  return date;
}

export function after(at: Date, interval: Interval, count = 1): Date {
  const date = new Date(at);
  if (interval === 'MONTH') date.setUTCMonth(date.getUTCMonth() + count);
  else date.setTime(date.getTime() + count * { HOUR: 1, DAY: 24, WEEK: 168 }[interval] * hourMs);
  return date;
}

/**
 * The points of a period, from the first interval that anything is known of to the last that is over. Where nothing is
 * known a count or sum is 0, anything else a gap.
 */
export function seriesOf(
  rows: readonly { at: string | null; value: string }[],
  interval: Interval,
  to: Date,
  isAdded: boolean,
): SeriesPoint[] {
  const known = new Map(rows.map((row) => [row.at, Number(row.value)]));
  const times = rows.flatMap(({ at }) => at ?? []).sort();
  const [first] = times;
  if (first === undefined) return [];
  const points: SeriesPoint[] = [];
  for (let at = new Date(first); after(at, interval) <= to; at = after(at, interval)) {
    const time = at.toISOString();
    points.push({ at: time, value: known.get(time) ?? (isAdded ? 0 : null) });
  }
  return points;
}

/** Rounds that are tried for a season, in points. */
export const seasonsOf: Readonly<Record<Interval, readonly number[]>> = {
  HOUR: [24, 168],
  DAY: [7],
  WEEK: [52, 13],
  MONTH: [12, 3],
};
