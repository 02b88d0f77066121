import { setImmediate } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { AppError, type ErrorCode } from 'tributary/sdk';
import { orAborted } from '../abort.js';
import type { PublicResult } from './public-result.js';

const eventsInTurn = 32;

export interface StreamParts {
  events: AsyncIterable<ExecutionResult>;
  publish(event: ExecutionResult): PublicResult;
  /** Ends the work behind the stream. */
  controller: AbortController;
  /** Called once, when the stream is over for whatever reason. */
  onEnd(): void;
}

/**
 * The events of a subscription. It ends when the source ends, when the reader leaves (`return`), or when we end it
 * (`end`): then `next` throws the coded reason, once.
 */
export class OperationStream implements AsyncIterableIterator<PublicResult> {
  readonly #parts: StreamParts;
  readonly #items: AsyncIterator<ExecutionResult>;
  #isOver = false;
  #reason: AppError | null = null;
  #cursor: string | null = null;
  #events = 0;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#items = parts.events[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Where the reader can go on: the cursor of the last event, if the reader asked for it. */
  get cursor(): string | null {
    return this.#cursor;
  }

  /** The reason of an end, with the place to go on from. */
  reason(code: ErrorCode): AppError {
    return new AppError(code, this.#cursor === null ? {} : { cursor: this.#cursor });
  }

  /** Ends the stream from our side; the reader is told why. */
  end(code: ErrorCode): void {
    if (this.#isOver) return;
    this.#reason ??= this.reason(code);
    this.#parts.controller.abort(this.#reason);
  }

  async next(): Promise<IteratorResult<PublicResult, undefined>> {
    if (this.#isOver) return { done: true, value: undefined };
    this.#events += 1;
    // A source and a reader that are both always ready would leave no turn to anything else.
    if (this.#events % eventsInTurn === 0) await setImmediate();
    try {
      const { done, value } = await orAborted(this.#items.next(), this.#parts.controller.signal);
      if (!done) return { done: false, value: this.#publish(value) };
    } catch (error) {
      const wasLeft = this.#isOver;
      this.#finish();
      if (wasLeft) return { done: true, value: undefined };
      throw this.#reason ?? error;
    }
    this.#finish();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<PublicResult, undefined>> {
    this.#finish();
    return { done: true, value: undefined };
  }

  #publish(event: ExecutionResult): PublicResult {
    const result = this.#parts.publish(event);
    this.#cursor = cursorOf(result) ?? this.#cursor;
    return result;
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.controller.abort(this.#reason ?? undefined);
    // A source that waits for its next event answers `return` only after it: nobody waits for that.
    Promise.resolve(this.#items.return?.()).catch(() => undefined);
    this.#parts.onEnd();
  }
}

/** Run events carry their cursor beside their parts. */
function cursorOf({ data }: PublicResult): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const [event] = Object.values(data) as unknown[];
  if (typeof event !== 'object' || event === null || !('cursor' in event)) return null;
  return typeof event.cursor === 'string' ? event.cursor : null;
}
