import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '#platform';
import type { Breaker } from './breaker.js';

/** Whose code runs now, in this thread and in all that it began. */
const running = new AsyncLocalStorage<Breaker>();

/** Runs code of a plugin; what it leaves uncaught, now or later, is its fault. */
export function runAs<Result>(breaker: Breaker, work: () => Result): Result {
  return running.run(breaker, work);
}

/**
 * Takes an error that nobody caught, when the code of a plugin in this thread left it: it counts among the faults of
 * that plugin, and nothing else comes of it. To be called where the process hears of such errors.
 * @returns whether it was a plugin's; if not, it is a defect of ours
 */
export function takeStrayFault(error: unknown, log: Logger): boolean {
  const breaker = running.getStore();
  if (!breaker) return false;
  breaker.fault(error);
  log.error({ plugin: breaker.plugin, err: error }, 'A plugin left an error uncaught');
  return true;
}
