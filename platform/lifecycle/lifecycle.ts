import { AppError } from 'tributary/sdk';
import type { Logger } from '#platform';
import { Health } from './health.js';

export type Stop = () => Promise<void> | void;

export interface LifecycleOptions {
  log: Logger & { flush?(): Promise<void> };
  /** Longest time from the first signal to the end. */
  drainMs: number;
  /** How the process ends; a test gives its own. */
  exit?: (code: number) => void;
}

/**
 * Starts the parts of a process in order and stops them in reverse. On SIGTERM or SIGINT the process is not ready at
 * once, ends its work within the deadline and exits with 0; past the deadline, or at a second signal, with 1.
 */
export class Lifecycle {
  readonly health = new Health();
  readonly #log: LifecycleOptions['log'];
  readonly #drainMs: number;
  readonly #exit: (code: number) => void;
  readonly #parts: { name: string; stop: Stop }[] = [];
  readonly #draining = new AbortController();
  #stopping: Promise<void> | null = null;

  constructor(options: LifecycleOptions) {
    this.#log = options.log;
    this.#drainMs = options.drainMs;
    this.#exit = options.exit ?? ((code) => process.exit(code));
  }

  /** Aborted when the drain begins: take no new work. */
  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  /**
   * Starts a part; `start` returns the part and how to stop it. When it fails the caller's start has failed:
   * `stop` ends those that run.
   */
  async start<Part>(name: string, start: () => Promise<{ part: Part; stop: Stop }>): Promise<Part> {
    if (this.#stopping) throw new AppError('SHUTTING_DOWN');
    const began = performance.now();
    const { part, stop } = await start();
    this.#parts.push({ name, stop });
    this.#log.debug({ part: name, ms: Math.round(performance.now() - began) }, 'started');
    if (this.#stopping) {
      // The drain passed this part by while it was starting.
      await this.#stopPart({ name, stop });
      throw new AppError('SHUTTING_DOWN');
    }
    return part;
  }

  /** All parts run: `/readyz` answers for the dependencies from now on. */
  ready(): void {
    this.health.markReady();
  }

  /**
   * Reacts to signals and to errors that nobody caught, but for those that `takes` takes. Returns how to take that back.
   */
  watchSignals(takes: (error: unknown) => boolean = () => false): () => void {
    let signals = 0;
    const terminate = (signal: NodeJS.Signals) => {
      signals += 1;
      if (signals > 1) this.#end(1, { signal }, 'second signal: ended at once');
      else void this.shutDown(signal);
    };
    const crash = (error: unknown) => {
      if (!takes(error)) this.#end(1, { err: error }, 'error that nobody caught');
    };
    process.on('SIGTERM', terminate);
    process.on('SIGINT', terminate);
    process.on('uncaughtException', crash);
    process.on('unhandledRejection', crash);
    return () => {
      process.off('SIGTERM', terminate);
      process.off('SIGINT', terminate);
      process.off('uncaughtException', crash);
      process.off('unhandledRejection', crash);
    };
  }

  /** Drains, stops, and ends the process with `code`, or 1 past the deadline. */
  async shutDown(reason: string, code: 0 | 1 = 0): Promise<void> {
    this.#log.info({ reason }, 'shutting down');
    const deadline = setTimeout(
      () => this.#end(1, { reason }, 'the deadline of the shutdown has passed'),
      this.#drainMs,
    );
    await this.stop();
    clearTimeout(deadline);
    this.#end(code, { reason }, 'stopped');
  }

  /** Not ready from now on; stops all parts in reverse. One that fails does not keep the others from stopping. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    this.health.markDraining();
    this.#draining.abort();
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) await this.#stopPart(part);
  }

  async #stopPart({ name, stop }: { name: string; stop: Stop }): Promise<void> {
    const began = performance.now();
    try {
      await stop();
      this.#log.debug({ part: name, ms: Math.round(performance.now() - began) }, 'stopped');
    } catch (error) {
      this.#log.error({ part: name, err: error }, 'could not be stopped');
    }
  }

  #end(code: number, fields: object, message: string): void {
    if (code === 0) this.#log.info(fields, message);
    else this.#log.error(fields, message);
    const exit = () => this.#exit(code);
    // A pipe that nobody reads must not keep us alive.
    const limit = setTimeout(exit, 200);
    void (this.#log.flush?.() ?? Promise.resolve()).finally(() => {
      clearTimeout(limit);
      exit();
    });
  }
}
