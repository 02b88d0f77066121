import { AppError, type ParsedDocument } from 'tributary/sdk';
import type { ParseHint } from '../hint.js';
import { type ParseLimits, ParseWorker } from './parse-worker.js';

export interface ParsePoolOptions extends ParseLimits {
  /** Threads at most; they start when documents come and end when none come. */
  threads: number;
  /** How long an idle thread is kept; 20 s by default. */
  idleMs?: number;
}

interface Waiting {
  resolve(worker: ParseWorker): void;
  reject(error: unknown): void;
}

const IDLE_MS = 20_000;

/**
 * Reads untrusted files in threads, each document within limits of time and memory. A thread that passes one, or
 * crashes, is ended and replaced; only its own document fails.
 */
export class ParsePool {
  readonly #options: ParsePoolOptions;
  readonly #idle: { worker: ParseWorker; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Set<ParseWorker>();
  readonly #waiting: Waiting[] = [];
  #stopped = true;

  constructor(options: ParsePoolOptions) {
    this.#options = options;
  }

  /** Threads that are alive. */
  get threads(): number {
    return this.#idle.length + this.#busy.size;
  }

  /** Accepts documents from now on; threads start with the first one. */
  start(): void {
    this.#stopped = false;
  }

  /** Ends all threads; documents under way and waiting fail with `SHUTTING_DOWN`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new AppError('SHUTTING_DOWN'));
    const idle = this.#idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...idle.map(({ worker }) => worker), ...this.#busy].map((worker) => worker.stop()));
  }

  /**
   * Reads one document, in its turn. The bytes are transferred to the thread (copied when they are a part of a larger
   * buffer). Fails with `DOCUMENT_ENCRYPTED`, `NEEDS_OCR`, `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN`,
   * `UNSUPPORTED_MEDIA_TYPE`, `PARSE_LIMIT` or `SHUTTING_DOWN`, or with the signal's reason.
   */
  async parse(bytes: Uint8Array, hint: ParseHint, signal: AbortSignal): Promise<ParsedDocument> {
    const worker = await this.#acquire(signal);
    try {
      return await worker.parse(bytes, hint, signal);
    } catch (error) {
      if (this.#stopped && !signal.aborted) throw new AppError('SHUTTING_DOWN', {}, { cause: error });
      throw error;
    } finally {
      this.#release(worker);
    }
  }

  async #acquire(signal: AbortSignal): Promise<ParseWorker> {
    signal.throwIfAborted();
    if (this.#stopped) throw new AppError('SHUTTING_DOWN');
    const free = this.#takeIdle() ?? this.#startThread();
    if (free) return free;
    const { promise, resolve, reject } = Promise.withResolvers<ParseWorker>();
    const waiting: Waiting = { resolve, reject };
    const onAbort = () => {
      const at = this.#waiting.indexOf(waiting);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(signal.reason);
    };
    this.#waiting.push(waiting);
    signal.addEventListener('abort', onAbort, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  #release(worker: ParseWorker): void {
    this.#busy.delete(worker);
    if (this.#stopped) return;
    const next = this.#waiting.shift();
    if (next) {
      const successor = worker.alive ? worker : new ParseWorker(this.#options);
      this.#busy.add(successor);
      next.resolve(successor);
    } else if (worker.alive) {
      const timer = setTimeout(() => this.#retire(worker), this.#options.idleMs ?? IDLE_MS).unref();
      this.#idle.push({ worker, timer });
    }
  }

  #takeIdle(): ParseWorker | null {
    while (this.#idle.length > 0) {
      // The last one used is warm; the others come of age.
      const { worker, timer } = this.#idle.pop() ?? {};
      clearTimeout(timer);
      if (worker?.alive) {
        this.#busy.add(worker);
        return worker;
      }
    }
    return null;
  }

  #startThread(): ParseWorker | null {
    if (this.#busy.size >= this.#options.threads) return null;
    const worker = new ParseWorker(this.#options);
    this.#busy.add(worker);
    return worker;
  }

  #retire(worker: ParseWorker): void {
    const at = this.#idle.findIndex((each) => each.worker === worker);
    if (at >= 0) this.#idle.splice(at, 1);
    void worker.stop();
  }
}
