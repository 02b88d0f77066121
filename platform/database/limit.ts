import { AppError } from 'tributary/sdk';

/** The end of a transaction's time: its deadline, or the abort of its signal. */
export class Limit {
  readonly #passed = Promise.withResolvers<never>();
  readonly #deadline: number;
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #abort = () => this.#pass(this.#signal?.reason);
  #isPassed = false;

  constructor(timeoutMs: number, signal?: AbortSignal) {
    this.#passed.promise.catch(() => undefined);
    this.#deadline = performance.now() + timeoutMs;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#pass(new AppError('TIMEOUT')), timeoutMs);
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted) this.#abort();
  }

  get isPassed(): boolean {
    return this.#isPassed;
  }

  get remainingMs(): number {
    return Math.max(1, this.#deadline - performance.now());
  }

  /** The result of `work`, or a rejection with the reason when the limit passes first. */
  within<Result>(work: Promise<Result>): Promise<Result> {
    work.catch(() => undefined); // its rejection is seen through the race, unless it comes too late to matter
    return Promise.race([work, this.#passed.promise]);
  }

  /** Stops watching. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
  }

  #pass(reason: unknown): void {
    this.#isPassed = true;
    this.#passed.reject(reason);
  }
}
