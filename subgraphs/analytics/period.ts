import { AppError } from 'tributary/sdk';

export const intervals = { HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;
export type Interval = keyof typeof intervals;

/** From an instant, up to but without another. */
export interface Period {
  from: Date;
  to: Date;
}

const dayMs = 86_400_000;
const longestDays: Readonly<Record<Interval, number>> = { HOUR: 14, DAY: 366, WEEK: 1100, MONTH: 3700 };

/** How many days can be asked for. */
export const longestPeriod = (interval: Interval): number => longestDays[interval];

/** The period that is asked for; the last 30 days if not told. Errors: `BAD_USER_INPUT`. */
export function periodOf(
  from: Date | null | undefined,
  to: Date | null | undefined,
  interval: Interval,
): Period {
  const end = to ?? new Date();
  const begin = from ?? new Date(end.getTime() - Math.min(30, longestDays[interval]) * dayMs);
  if (begin >= end) throw new AppError('BAD_USER_INPUT', { reason: 'from must be before to' });
  if (end.getTime() - begin.getTime() > longestDays[interval] * dayMs) {
    const reason = `by ${interval} at most ${longestDays[interval]} days can be asked for`;
    throw new AppError('BAD_USER_INPUT', { reason });
  }
  return { from: begin, to: end };
}
