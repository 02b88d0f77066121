import { setTimeout as wait } from 'node:timers/promises';

/** Waits for the work, but no longer than it may take: what hangs is left behind. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
