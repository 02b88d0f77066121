import { setTimeout as wait } from 'node:timers/promises';

const firstPauseMs = 200;
const longestPauseMs = 2000;

/** How long to wait before a target is asked again that did not say: longer each time, spread by chance. */
export function pauseAfter(attempts: number): number {
  const whole = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return whole * (0.5 + Math.random() / 2);
}

/** Those who were all told to wait as long do not come back at once, and none comes early: timers can be, by a millisecond. */
export function notAtOnce(milliseconds: number): number {
  return 1 + milliseconds * (1 + Math.random() / 50);
}

/** @throws the reason of the signal */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await wait(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
