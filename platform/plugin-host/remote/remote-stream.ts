import type { ExecutionResult } from 'graphql';
import { AppError, terminalParts } from 'tributary/sdk';
import type { AnswerCheck } from './answer-check.js';
import type { EventQueue } from './event-queue.js';
import { cursorAlias, type PreparedOperation, runIdAlias } from './prepared-operation.js';
import type { RemoteAnswer } from './remote-answer.js';

export interface RemoteStreamParts {
  readonly plugin: string;
  readonly check: AnswerCheck;
  readonly operation: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly events: EventQueue<RemoteAnswer>;
  /** Told of the first part that is none. */
  onFault(error: AppError): void;
}

const longestId = 512;
const terminal: ReadonlySet<string> = terminalParts;

/**
 * The results of a subscription. Where its field gives run events each has to be one: a part of the SDK, with its run
 * and a new cursor, and nothing behind the last. An end before that tells the cursor of the last part that was read.
 */
export class RemoteStream implements AsyncIterableIterator<ExecutionResult> {
  readonly #parts: RemoteStreamParts;
  #cursor: string | null = null;
  #runId: string | null = null;
  #isOver = false;

  constructor(parts: RemoteStreamParts) {
    this.#parts = parts;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.#isOver) return { done: true, value: undefined };
    try {
      const answer = await this.#parts.events.next();
      if (answer !== null) return { done: false, value: await this.#resultOf(answer) };
      this.#isOver = true;
      return { done: true, value: undefined };
    } catch (error) {
      this.#isOver = true;
      this.#parts.events.leave();
      throw this.#withCursor(error);
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#isOver = true;
    this.#parts.events.leave();
    return { done: true, value: undefined };
  }

  async #resultOf(answer: RemoteAnswer): Promise<ExecutionResult> {
    const { check, operation, variables, events } = this.#parts;
    const result = await check.check(operation, variables, answer);
    if (operation.runEventKey === null) return result;
    const misfit = result.errors?.[0]?.originalError;
    if (misfit instanceof AppError) throw this.#faulty(misfit);
    if (this.#follow(answer.data?.[operation.runEventKey])) {
      this.#isOver = true;
      events.leave();
    }
    return result;
  }

  /** Whether it was the last part. */
  #follow(part: unknown): boolean {
    const { plugin } = this.#parts;
    const malformed = (reason: string) =>
      this.#faulty(new AppError('PLUGIN_PART_INVALID', { plugin, reason }));
    if (typeof part !== 'object' || part === null) throw malformed('a part is missing');
    const { [runIdAlias]: runId, [cursorAlias]: cursor, __typename: type } = part as Record<string, unknown>;
    if (!isId(runId) || !isId(cursor)) throw malformed('a part has no runId or cursor');
    if (this.#runId !== null && runId !== this.#runId) throw malformed('a stream holds one run');
    if (cursor === this.#cursor) throw malformed('two parts have one cursor');
    this.#runId = runId;
    this.#cursor = cursor;
    return typeof type === 'string' && terminal.has(type);
  }

  #faulty(error: AppError): AppError {
    if (error.code.startsWith('PLUGIN_')) this.#parts.onFault(error);
    return error;
  }

  /** Where the reader can go on, if the error lets it. */
  #withCursor(error: unknown): unknown {
    if (!(error instanceof AppError) || this.#cursor === null) return error;
    const details = { ...error.details, cursor: this.#cursor };
    return new AppError(error.code, details, { cause: error.cause, retryable: error.retryable });
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestId;
}
