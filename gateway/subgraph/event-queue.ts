import type { ExecutionResult } from 'graphql';
import { AppError } from 'tributary/sdk';

/** Events between a pushing source and a pulling reader, at most `size` of them. */
export class EventQueue implements AsyncIterableIterator<ExecutionResult> {
  readonly #size: number;
  readonly #onClose: () => void;
  readonly #waiting: ExecutionResult[] = [];
  #wake: (() => void) | null = null;
  #end: AppError | 'complete' | null = null;
  #isClosed = false;

  /** @param onClose called once, when the reader is through or the source has to stop */
  constructor(size: number, onClose: () => void) {
    this.#size = size;
    this.#onClose = onClose;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  push(event: ExecutionResult): void {
    if (this.#end !== null) return;
    if (this.#waiting.length >= this.#size) {
      this.end(new AppError('SLOW_CONSUMER'));
      return;
    }
    this.#waiting.push(event);
    this.#wake?.();
  }

  /** What waits is still read, then the error is thrown, if there is one. */
  end(error: AppError | null): void {
    this.#end ??= error ?? 'complete';
    this.#wake?.();
    this.#close();
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    while (this.#waiting.length === 0 && this.#end === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
    const value = this.#waiting.shift();
    if (value) return { done: false, value };
    const end = this.#end;
    this.#end = 'complete';
    if (end instanceof AppError) throw end;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#waiting.length = 0;
    this.end(null);
    return { done: true, value: undefined };
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose();
  }
}
