import { Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { FromThread, Task, ToThread } from './messages.js';

interface Pending {
  settle(answer: FromThread | AppError): void;
}

/**
 * One search thread, started by its first request. When it dies, what was asked of it fails with `INDEX_UNAVAILABLE`
 * and the next request starts it again. A request that takes longer than its limit ends a thread that hangs.
 */
export class SearchThread {
  #worker: Worker | null = null;
  #next = 0;
  #closed = false;
  readonly #pending = new Map<number, Pending>();

  constructor(
    private readonly options: {
      folder: string;
      /** How long one request may take once the thread has it. */
      limitMs: number;
      /** What the thread runs; the search worker by default. */
      script?: URL;
    },
  ) {}

  /** Asks the thread. Throws `TIMEOUT` when the signal ends first, `INDEX_UNAVAILABLE` when the thread dies. */
  ask(tenant: string, task: Task, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    if (this.#closed) return Promise.reject(new AppError('INDEX_UNAVAILABLE', { reason: 'closed' }));
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#post(worker, { type: 'cancel', id });
        this.#pending.get(id)?.settle(reasonOf(signal));
      };
      const limit = setTimeout(() => void worker.terminate(), this.options.limitMs);
      limit.unref();
      this.#pending.set(id, {
        settle: (answer) => {
          clearTimeout(limit);
          signal.removeEventListener('abort', leave);
          this.#pending.delete(id);
          if (this.#pending.size === 0) worker.unref();
          if (answer instanceof AppError) reject(answer);
          else if ('error' in answer) reject(AppError.fromShape(answer.error));
          else resolve(answer.value);
        },
      });
      signal.addEventListener('abort', leave, { once: true });
      worker.ref();
      this.#post(worker, { type: 'task', id, tenant, task });
    });
  }

  /** Lets go of a tenant's files, if the thread runs. */
  forget(tenant: string): void {
    if (this.#worker !== null) this.#post(this.#worker, { type: 'forget', tenant });
  }

  /** Ends the thread after the work it has begun. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    this.#post(worker, { type: 'close' });
    const limit = setTimeout(() => void worker.terminate(), 5_000);
    await ended;
    clearTimeout(limit);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.options.script ?? new URL('./search.worker.js', import.meta.url), {
      name: 'search',
      workerData: { folder: this.options.folder },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.on('message', (answer: FromThread) => this.#pending.get(answer.id)?.settle(answer));
    // The exit that follows settles what is pending; without a listener an error would end the process.
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      for (const pending of [...this.#pending.values()]) {
        pending.settle(new AppError('INDEX_UNAVAILABLE', { reason: 'the search thread ended' }, { cause }));
      }
    });
    this.#worker = worker;
    return worker;
  }

  #post(worker: Worker, message: ToThread): void {
    worker.postMessage(message);
  }
}

function reasonOf(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError
    ? signal.reason
    : new AppError('TIMEOUT', {}, { cause: signal.reason });
}
