import { Worker } from 'node:worker_threads';
import { AppError, type ParsedDocument } from 'tributary/sdk';
import type { ParseHint } from '../hint.js';
import type { ParseAnswer, ParseRequest, Ready } from './messages.js';

/** How often a busy thread is asked for its memory. It answers even while it loops. */
const MEMORY_CHECK_MS = 50;
const MB = 1024 * 1024;

export interface ParseLimits {
  /** Time for one document, which begins when the thread has started. */
  timeoutMs: number;
  /** Heap and external memory for one document. */
  memoryMb: number;
}

/** One thread. After a limit, a crash or an abort it is gone: `alive` is false and another one takes its place. */
export class ParseWorker {
  readonly #thread: Worker;
  readonly #limits: ParseLimits;
  readonly #ready: Promise<void>;
  readonly #gone: Promise<void>;
  #answered: (answer: ParseAnswer) => void = () => undefined;
  alive = true;

  constructor(limits: ParseLimits) {
    this.#limits = limits;
    this.#thread = new Worker(new URL('./parse-thread.js', import.meta.url), {
      name: 'parse',
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: limits.memoryMb,
        maxYoungGenerationSizeMb: 64,
        stackSizeMb: 4,
      },
    });
    this.#gone = new Promise((resolve) => {
      this.#thread.once('exit', () => {
        this.alive = false;
        resolve();
      });
    });
    this.#ready = new Promise((resolve) => {
      this.#thread.on('message', (message: Ready | ParseAnswer) => {
        if (message === 'ready') resolve();
        else this.#answered(message);
      });
    });
    // Each document listens for itself; a fault between two documents only ends the thread.
    this.#thread.on('error', () => {
      this.alive = false;
    });
    this.#thread.unref();
  }

  /** Reads one document; fails with what the parser failed with, or with `PARSE_LIMIT` or `DOCUMENT_BROKEN`. */
  async parse(bytes: Uint8Array, hint: ParseHint, signal: AbortSignal): Promise<ParsedDocument> {
    const { promise, resolve, reject } = Promise.withResolvers<ParseAnswer>();
    const fail = (error: unknown): void => {
      reject(error);
      this.stop();
    };
    const onExit = () => reject(new AppError('DOCUMENT_BROKEN', { reason: 'reading it ended the reader' }));
    const onError = (error: Error) => fail(crashed(error, this.#limits));
    const onAbort = () => fail(signal.reason);
    let time: NodeJS.Timeout | undefined;
    const { timeoutMs } = this.#limits;
    const memory = setInterval(() => void this.#checkMemory(fail), MEMORY_CHECK_MS);
    this.#answered = resolve;
    this.#thread.once('error', onError).once('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#thread.ref();
    try {
      const owned = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      const request: ParseRequest = { bytes: owned, hint };
      this.#thread.postMessage(request, [owned.buffer as ArrayBuffer]);
      await Promise.race([this.#ready, promise]);
      time = setTimeout(() => fail(limitReached(`${timeoutMs / 1_000} s`)), timeoutMs);
      const answer = await promise;
      if ('error' in answer) throw AppError.fromShape(answer.error);
      return answer.document;
    } finally {
      clearTimeout(time);
      clearInterval(memory);
      signal.removeEventListener('abort', onAbort);
      this.#thread.off('error', onError).off('exit', onExit);
      this.#thread.unref();
    }
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    this.alive = false;
    await this.#thread.terminate();
    await this.#gone;
  }

  async #checkMemory(fail: (error: unknown) => void): Promise<void> {
    try {
      const heap = await this.#thread.getHeapStatistics();
      const used = heap.used_heap_size + heap.external_memory + heap.malloced_memory;
      if (used > this.#limits.memoryMb * MB) fail(limitReached(`${this.#limits.memoryMb} MB of memory`));
    } catch {
      // The thread has just ended; its exit is reported where it is waited for.
    }
  }
}

function crashed(error: Error, { memoryMb }: ParseLimits): AppError {
  const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (outOfMemory) return limitReached(`${memoryMb} MB of memory`);
  return new AppError('DOCUMENT_BROKEN', { reason: 'reading it failed' }, { cause: error });
}

function limitReached(limit: string): AppError {
  return new AppError('PARSE_LIMIT', { limit });
}
