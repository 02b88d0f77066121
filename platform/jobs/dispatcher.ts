import { type EventName, errorShape } from 'tributary/sdk';
import type { Database, EventHandler, Logger, SystemDatabase } from '#platform';
import { channels } from '#platform/outbox';
import { chooseJobs, type FeedOptions, nextDueMs } from './feed.js';
import type { QueueDriver } from './queue-driver.js';
import { relayEvents } from './relay.js';

/** Looks again after so long even if nothing woke it. */
const pollMs = 2_000;
const pauseAfterFailureMs = 500;

export interface DispatcherOptions extends FeedOptions {
  database: Database;
  system: SystemDatabase;
  driver: Pick<QueueDriver, 'add'>;
  handlers: ReadonlyMap<EventName, readonly EventHandler[]>;
  log: Logger;
}

/** Moves what was committed into the queues: events become jobs, jobs go to BullMQ, tenants in turn. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #stopped = new AbortController();
  #wake = Promise.withResolvers<void>();
  #unlisten: (() => Promise<void>) | null = null;
  #running: Promise<void> | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(channels.outbox, () => this.poke());
    this.#running = this.#run();
  }

  /** There may be something to move. */
  poke(): void {
    this.#wake.resolve();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.poke();
    await this.#unlisten?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#wake = Promise.withResolvers();
      let waitMs: number;
      try {
        waitMs = await this.#round();
      } catch (error) {
        this.#options.log.warn({ error: errorShape(error).code, cause: String(error) }, 'dispatch failed');
        waitMs = pauseAfterFailureMs;
        this.#wake = Promise.withResolvers(); // a storm of notifications must not become a storm of failures
      }
      if (waitMs > 0) await this.#wait(waitMs);
    }
  }

  /** Returns how long there is nothing to do unless something wakes it. */
  async #round(): Promise<number> {
    return this.#options.system.across(async (tx) => {
      // One dispatcher at a time counts what is under way. Before it commits it has filled the queue: if it dies
      // in between, the next one chooses the same jobs and adds them under the same ids.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('tributary dispatcher', 0))`);
      const relayed = await relayEvents(tx, this.#options.handlers);
      const chosen = await chooseJobs(tx, this.#options);
      await Promise.all([...chosen].map(([queue, jobs]) => this.#options.driver.add(queue, jobs)));
      if (relayed > 0 || chosen.size > 0) return 0;
      return Math.max(1, Math.min(pollMs, (await nextDueMs(tx)) ?? pollMs));
    });
  }

  #wait(ms: number): Promise<void> {
    const timer = setTimeout(() => this.poke(), ms);
    return this.#wake.promise.finally(() => clearTimeout(timer));
  }
}
