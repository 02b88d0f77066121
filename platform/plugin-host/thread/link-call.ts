import { AppError } from 'tributary/sdk';
import { streamWindow } from './limits.js';

interface CallOptions {
  readonly plugin: string;
  readonly signal: AbortSignal | undefined;
  /** Tells the other side that it may send so many parts more. */
  more(parts: number): void;
  /** The call has ended; stopped by us, or by the other side. */
  over(isStopped: boolean): void;
}

type Step = IteratorResult<unknown, unknown>;

/** A call that was made: its parts, its value or its error as they come. */
export class LinkCall implements AsyncGenerator<unknown, unknown> {
  readonly #options: CallOptions;
  readonly #parts: unknown[] = [];
  #taken = 0;
  #end: { value: unknown } | { error: unknown } | null = null;
  #wake: (() => void) | null = null;
  readonly #abort: () => void;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#abort = () => this.#stop(options.signal?.reason);
    options.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  part(value: unknown): void {
    if (this.#end) return;
    if (this.#parts.length >= streamWindow) {
      // Nobody asked for so many.
      this.#stop(new AppError('PLUGIN_FAULT', { plugin: this.#options.plugin }));
      return;
    }
    this.#parts.push(value);
    this.#wake?.();
  }

  end(value: unknown): void {
    this.#finish({ value }, false);
  }

  fail(error: unknown): void {
    this.#finish({ error }, false);
  }

  async next(): Promise<Step> {
    while (this.#parts.length === 0 && this.#end === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
    if (this.#parts.length > 0) {
      const value = this.#parts.shift();
      this.#taken += 1;
      if (this.#taken >= streamWindow / 2 && this.#end === null) {
        this.#options.more(this.#taken);
        this.#taken = 0;
      }
      return { done: false, value };
    }
    const end = this.#end;
    this.#end = { value: undefined };
    if (end && 'error' in end) throw end.error;
    return { done: true, value: end?.value };
  }

  async return(value?: unknown): Promise<Step> {
    this.#parts.length = 0;
    this.#finish({ value }, true);
    return { done: true, value };
  }

  async throw(error: unknown): Promise<Step> {
    this.#stop(error);
    return this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #stop(error: unknown): void {
    this.#parts.length = 0;
    this.#finish({ error }, true);
  }

  #finish(end: { value: unknown } | { error: unknown }, isStopped: boolean): void {
    if (this.#end) return;
    this.#end = end;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#options.over(isStopped);
    this.#wake?.();
  }
}
