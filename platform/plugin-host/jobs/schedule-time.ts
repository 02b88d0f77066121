import { AppError, type ScheduleTime, z } from 'tributary/sdk';

const dayMs = 86_400_000;
const shortestMs = 10_000;

const timeSchema = z.union([
  z.strictObject({
    everyMs: z
      .int()
      .min(shortestMs)
      .max(366 * dayMs),
  }),
  z.strictObject({ dailyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
]);

/**
 * When a schedule comes round after an instant. Days are those of UTC.
 * @throws AppError `BAD_USER_INPUT`
 */
export function nextAt(time: ScheduleTime, after: Date): Date {
  const parsed = timeSchema.safeParse(time);
  if (!parsed.success) {
    const reason = `time: give everyMs (${shortestMs} at least) or dailyAt (HH:MM in UTC)`;
    throw new AppError('BAD_USER_INPUT', { reason });
  }
  if ('everyMs' in parsed.data) return new Date(after.getTime() + parsed.data.everyMs);
  const today = new Date(`${after.toISOString().slice(0, 10)}T${parsed.data.dailyAt}:00.000Z`);
  return today > after ? today : new Date(today.getTime() + dayMs);
}
