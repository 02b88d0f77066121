import { setTimeout as wait } from 'node:timers/promises';

/** People who ask one thing after another leave pauses of less than this between their runs. */
const quietMs = 150;
/** A batch waits no longer than this for quiet, so that it goes on whoever asks all the time. */
const mostWaitMs = 500;
/** After it waited it works for so long before it has to ask again. */
const workMs = 100;
const lookMs = 25;

/**
 * What people wait for in this worker, and how batches keep out of its way: a thread and its database do one thing at a
 * time, however the queues are ordered.
 */
export class Urgency {
  #running = 0;
  #quietSince = 0;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Something begins that a person waits for; returns how it ends. */
  begin(): () => void {
    this.#running += 1;
    return () => {
      this.#running -= 1;
      this.#quietSince = this.#now();
    };
  }

  /** Whether nothing is under way that a person waits for, and has not been for a moment. */
  get isQuiet(): boolean {
    return this.#running === 0 && (this.#quietSince === 0 || this.#now() - this.#quietSince >= quietMs);
  }

  /** What one batch calls between its parts; at once while nobody waits for anything. */
  restsOf(signal: AbortSignal): () => Promise<void> {
    let workedSince = this.#now();
    return async () => {
      if (this.isQuiet || this.#now() - workedSince < workMs) return;
      const until = this.#now() + mostWaitMs;
      while (!this.isQuiet && this.#now() < until && !signal.aborted) {
        await wait(lookMs, undefined, { signal }).catch(() => undefined);
      }
      workedSince = this.#now();
    };
  }
}
