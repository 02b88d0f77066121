import { setTimeout as wait } from 'node:timers/promises';
import type { ProviderFailure } from '../providers/provider.js';

const firstPauseMs = 200;
const longestPauseMs = 2000;

/** How long to wait before a target is asked again: as long as it said, else longer each time, spread by chance. */
export function pauseBefore(failure: ProviderFailure, attempts: number): number {
  if (failure.retryAfterMs !== null) return notAtOnce(failure.retryAfterMs);
  const whole = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return whole * (0.5 + Math.random() / 2);
}

/** Those who were all told to wait as long do not come back at once. */
export function notAtOnce(milliseconds: number): number {
  return milliseconds * (1 + Math.random() / 50);
}

/** @throws the reason of the signal */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await wait(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
