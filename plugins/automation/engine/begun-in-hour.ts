import { AppError, type Granted } from 'tributary/sdk';

/** How many runs of each workflow began in an hour. */
export const begunInHour = 'begun-in-hour';

const hourLength = '2026-01-01T00'.length;
const hourMs = 3_600_000;

/** The hour of a time, in UTC. */
export const hourOf = (at: Date): string => at.toISOString().slice(0, hourLength);

export const keyOfCount = (workflow: string, at: Date): string => `${workflow}/${hourOf(at)}`;

/** Errors: `RATE_LIMITED` when as many runs as the workflow allows have begun in this hour. */
export async function expectRoom(
  { store, clock }: Granted<'store' | 'clock'>,
  workflow: string,
  { runsPerHour }: { readonly runsPerHour: number },
): Promise<void> {
  const now = clock.now();
  const count = ((await store.get(begunInHour, keyOfCount(workflow, now))) as number | null) ?? 0;
  if (count < runsPerHour) return;
  const retryAfter = Math.ceil((hourMs - (now.getTime() % hourMs)) / 1_000);
  throw new AppError('RATE_LIMITED', { retryAfter });
}
