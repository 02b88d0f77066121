import { ProviderFailure } from '../providers/provider.js';

/** When an attempt has to end; on the clock of `performance.now()`. */
export interface Limits {
  /** When its first part has to be there. */
  readonly firstPartBy: number;
  /** Longest wait for each part after it. */
  readonly chunkMs: number;
  readonly endBy: number;
}

/**
 * Watches over one attempt: its waits end in time and with the signal, whether or not the provider heeds them. It has
 * one timer, which is set anew only when it would ring too late: a part costs no timer.
 */
export class AttemptWatch {
  readonly #limits: Limits;
  readonly #caller: AbortSignal;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #late: NodeJS.Immediate | null = null;
  #ringsAt = Number.POSITIVE_INFINITY;
  #waitsSince: number | null = null;
  #hasBegun = false;
  #reject: ((reason: unknown) => void) | null = null;
  /** Why it ended the attempt; null while it did not. */
  ended: 'caller' | 'slow' | 'end' | null = null;

  constructor(limits: Limits, caller: AbortSignal) {
    this.#limits = limits;
    this.#caller = caller;
    if (caller.aborted) this.#cancel();
    else caller.addEventListener('abort', this.#cancel, { once: true });
  }

  /** For the provider. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether there is still time to ask. @throws why there is none */
  check(): void {
    if (this.ended === null && performance.now() >= this.#limits.endBy) {
      this.#end('end', new ProviderFailure({ class: 'timeout' }));
    }
    this.signal.throwIfAborted();
  }

  /** Waits for the next part. */
  async next<Part>(coming: Promise<Part>): Promise<Part> {
    if (this.ended !== null) {
      coming.catch(() => undefined);
      throw this.signal.reason;
    }
    this.#waitsSince = performance.now();
    this.#arm(this.#limit());
    try {
      return await new Promise<Part>((resolve, reject) => {
        this.#reject = reject;
        coming.then(resolve, reject);
      });
    } finally {
      this.#reject = null;
      this.#waitsSince = null;
    }
  }

  /** The first part is there. */
  begun(): void {
    this.#hasBegun = true;
  }

  /** Ends the watch, and the provider's work unless it is done. */
  close(isFinished: boolean): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#late) clearImmediate(this.#late);
    this.#caller.removeEventListener('abort', this.#cancel);
    if (!isFinished) this.#controller.abort();
  }

  /** While the reader holds the stream up, no time runs but that of the whole. */
  #limit(): number {
    const { firstPartBy, chunkMs, endBy } = this.#limits;
    if (!this.#hasBegun) return Math.min(firstPartBy, endBy);
    return this.#waitsSince === null ? endBy : Math.min(this.#waitsSince + chunkMs, endBy);
  }

  #arm(at: number): void {
    if (at >= this.#ringsAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#ringsAt = at;
    this.#timer = setTimeout(this.#ring, Math.max(0, at - performance.now()));
  }

  /** A part that came while this thread was busy is heard first. */
  readonly #ring = (): void => {
    this.#timer = null;
    this.#ringsAt = Number.POSITIVE_INFINITY;
    this.#late = setImmediate(this.#look);
  };

  readonly #look = (): void => {
    this.#late = null;
    const limit = this.#limit();
    // Timers may ring up to a millisecond early.
    if (performance.now() < limit - 1) this.#arm(limit);
    else this.#end(limit >= this.#limits.endBy ? 'end' : 'slow', new ProviderFailure({ class: 'timeout' }));
  };

  readonly #cancel = (): void => this.#end('caller', this.#caller.reason);

  #end(why: 'caller' | 'slow' | 'end', reason: unknown): void {
    if (this.ended !== null) return;
    this.ended = why;
    this.#reject?.(reason);
    this.#controller.abort(reason);
  }
}
