import { AppError } from 'tributary/sdk';
import { streamWindow } from './limits.js';

interface AnswerOptions {
  part(value: unknown): void;
  value(value: unknown): void;
  failed(error: unknown): void;
  over(): void;
}

/** A call that is being answered. It is asked for no more parts than its caller can take. */
export class LinkAnswer {
  readonly #options: AnswerOptions;
  readonly #stopped = new AbortController();
  #credit = streamWindow;
  #wake: (() => void) | null = null;
  #source: AsyncGenerator<unknown, unknown> | null = null;

  constructor(options: AnswerOptions) {
    this.#options = options;
  }

  async run(
    work: (signal: AbortSignal) => Promise<unknown> | AsyncGenerator<unknown, unknown>,
  ): Promise<void> {
    try {
      const begun = work(this.#stopped.signal);
      const value = isGenerator(begun) ? await this.#pass(begun) : await begun;
      if (!this.#stopped.signal.aborted) this.#options.value(value);
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#options.failed(error);
    } finally {
      this.#options.over();
    }
  }

  more(parts: number): void {
    this.#credit += parts;
    this.#wake?.();
  }

  /** Its caller has left. */
  stop(reason: AppError): void {
    this.#stopped.abort(reason);
    this.#wake?.();
    this.#source?.return(undefined).catch(() => undefined);
  }

  async #pass(source: AsyncGenerator<unknown, unknown>): Promise<unknown> {
    this.#source = source;
    try {
      for (;;) {
        while (this.#credit === 0 && !this.#stopped.signal.aborted) await this.#credited();
        if (this.#stopped.signal.aborted) return undefined;
        const step = await source.next();
        if (step.done) return step.value;
        this.#credit -= 1;
        this.#options.part(step.value);
      }
    } finally {
      source.return(undefined).catch(() => undefined);
    }
  }

  async #credited(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = null;
  }
}

function isGenerator(
  begun: Promise<unknown> | AsyncGenerator<unknown, unknown>,
): begun is AsyncGenerator<unknown, unknown> {
  return Symbol.asyncIterator in begun;
}
