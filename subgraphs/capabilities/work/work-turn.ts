import { setTimeout as pause, setImmediate as yieldToOthers } from 'node:timers/promises';
import { AppError, errorShape } from 'tributary/sdk';
import type { OpenWork } from '#platform';
import { until } from '#platform/runs';
import type { TurnRecord } from './turn-record.js';

/** What is over is written, and a cancelling is found out, so often. */
const writeMs = 250;
const mostAttempts = 3;
const pauseMs = 200;
/** So many failures one after the other are no matter of single items. */
const mostInARow = 50;
/** What one item fails by, all would. */
const failsAll: ReadonlySet<string> = new Set([
  'BUDGET_EXCEEDED',
  'DATABASE_UNAVAILABLE',
  'FORBIDDEN',
  'PLUGIN_DISABLED',
  'PLUGIN_PERMISSION_DENIED',
  'PLUGIN_UNAVAILABLE',
]);

/** Why a work cannot go on, when an item found out. */
export class WorkFailure {
  constructor(readonly error: unknown) {}
}

/** Runs the items of a work for a while: failed ones of before first, then page after page. */
export class WorkTurn {
  readonly #open: OpenWork;
  readonly #record: TurnRecord;
  readonly #until: number;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #rest: () => Promise<void>;
  #inARow = 0;

  constructor(
    open: OpenWork,
    record: TurnRecord,
    options: { turnMs: number; signal: AbortSignal; rest(): Promise<void> },
  ) {
    this.#open = open;
    this.#record = record;
    this.#until = Date.now() + options.turnMs;
    this.#rest = options.rest;
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
  }

  /** Whether all items have ended. Throws a `WorkFailure` when none of them would. */
  async run(): Promise<boolean> {
    const beat = setInterval(() => {
      this.#record.write().catch((error: unknown) => this.#stop.abort(error));
    }, writeMs);
    try {
      for (;;) {
        const page = await this.#next();
        if (page === null) return true;
        if (!(await this.#runAll(page.todo))) return false;
        page.over();
      }
    } finally {
      clearInterval(beat);
      // Whatever ends the turn, what is over need not be done again.
      await this.#record.write().catch((error: unknown) => this.#stop.abort(error));
    }
  }

  async #next(): Promise<{ todo: string[]; over(): void } | null> {
    const record = this.#record;
    const { again } = record;
    if (again.length > 0) return { todo: again, over: () => undefined };
    if (record.isPaged) return null;
    const limit = AbortSignal.any([this.#signal, AbortSignal.timeout(this.#open.kind.timeoutMs)]);
    const { keys, end } = await until(limit, this.#open.items(record.after, limit));
    return {
      todo: keys.filter((key) => !record.isOver(key)),
      over: () => record.pageOver(keys.at(-1), end),
    };
  }

  /** Whether all of them have ended before the turn was over. */
  async #runAll(keys: readonly string[]): Promise<boolean> {
    let next = 0;
    const work = async () => {
      while (next < keys.length && Date.now() < this.#until && !this.#signal.aborted) {
        const key = keys[next];
        next += 1;
        await this.#rest();
        if (key !== undefined) await this.#run(key);
        // Items that wait for nothing would leave no one else a turn.
        await yieldToOthers();
      }
    };
    await Promise.all(Array.from({ length: this.#open.kind.concurrency }, work));
    if (this.#signal.aborted) throw this.#signal.reason;
    return next >= keys.length;
  }

  async #run(key: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const error = await this.#attempt(key, attempt);
      if (error === null || this.#signal.aborted) return;
      const shape = errorShape(error);
      if (failsAll.has(shape.code)) return this.#stop.abort(new WorkFailure(error));
      if (!shape.retryable || attempt === mostAttempts) {
        this.#record.failed(key, shape);
        this.#inARow += 1;
        if (this.#inARow >= mostInARow) this.#stop.abort(new WorkFailure(error));
        return;
      }
      await pause(pauseMs * 2 ** attempt, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  /** Null when it ended well. */
  async #attempt(key: string, attempt: number): Promise<unknown> {
    const { timeoutMs } = this.#open.kind;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new AppError('TIMEOUT')), timeoutMs);
    const signal = AbortSignal.any([this.#signal, limit.signal]);
    try {
      const workId = this.#record.work.id;
      const cost = await until(signal, this.#open.run({ key, workId, attempt, signal }));
      this.#record.done(key, cost);
      this.#inARow = 0;
      return null;
    } catch (error) {
      return error ?? new AppError('INTERNAL');
    } finally {
      clearTimeout(timer);
    }
  }
}
