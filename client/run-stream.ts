import { ClientError } from './client-error.js';
import type { Subscription, Transport } from './socket.js';

/** A part of a run, as the operation selected it. */
export interface RunEventData {
  __typename?: string;
  cursor: string;
  [field: string]: unknown;
}

/** How a stream that was cut goes on. */
export interface ResumeOptions {
  signal?: AbortSignal;
  /** Go on behind this cursor. */
  after?: string | null;
  /** How often in a row it is tried without a new part; 10 by default. */
  attempts?: number;
}

/** Codes after which the stream goes on from the last cursor. */
const resumable: ReadonlySet<string> = new Set([
  'NETWORK',
  'GOING_AWAY',
  'SLOW_CONSUMER',
  'UNAVAILABLE',
  'SHUTTING_DOWN',
]);
const ends: ReadonlySet<string> = new Set(['RunFinished', 'RunFailed', 'RunCancelled']);
const firstWaitMs = 100;
const longestWaitMs = 5_000;

/**
 * Follows a run to its end, over as many connections as it takes: each goes on behind the last cursor that was read,
 * so no part is lost or doubled. The operation's one field gives run events, selects `__typename` and `cursor`, and
 * takes the variable `$after`. Throws `ClientError` (`CURSOR_GONE` when the run can no longer be resumed).
 */
export async function* followRun(
  transport: Transport,
  { query, variables }: Subscription,
  { signal = new AbortController().signal, after = null, attempts = 10 }: ResumeOptions = {},
): AsyncGenerator<RunEventData> {
  let cursor = after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const data of transport(
        { query, variables: { ...(variables as object), after: cursor } },
        signal,
      )) {
        const event = eventOf(data);
        if (event === null) continue;
        failures = 0;
        cursor = event.cursor;
        yield event;
        if (ends.has(event.__typename ?? '')) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      const goesOn = error instanceof ClientError && (resumable.has(error.code) || error.retryable);
      if (!goesOn || failures >= attempts) throw error;
    }
    if (signal.aborted) return;
    failures += 1;
    if (failures > attempts)
      throw new ClientError('NETWORK', 'The stream could not be resumed', { retryable: true });
    await wait(Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs), signal);
  }
}

function eventOf(data: unknown): RunEventData | null {
  const [event] = Object.values((data ?? {}) as Record<string, RunEventData | null>);
  return event ?? null;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
