import { AppError, type RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Caller } from './caller.js';

const everyMs = 3000;

/**
 * Asks again, every 3 s, whether the caller of a long connection still is who it was. Tells once when the token has
 * expired, was revoked, or gives less than before.
 * @returns how to stop
 */
export function watchSession(caller: Caller, log: Logger, onLost: () => void): () => void {
  let isAsking = false;
  const timer = setInterval(async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      if (isLess(await caller.refresh(), caller.context)) lose();
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') lose();
      else log.warn({ err: error }, 'A session could not be checked');
    } finally {
      isAsking = false;
    }
  }, everyMs);
  timer.unref();
  const stop = () => clearInterval(timer);
  const lose = () => {
    stop();
    onLost();
  };
  return stop;
}

/** Whether a role, scope or group was taken away. */
function isLess(now: RequestContext, before: RequestContext): boolean {
  const lacks = (list: readonly string[], wanted: readonly string[]) =>
    wanted.some((item) => !list.includes(item));
  return (
    lacks(now.roles, before.roles) || lacks(now.scopes, before.scopes) || lacks(now.groups, before.groups)
  );
}
