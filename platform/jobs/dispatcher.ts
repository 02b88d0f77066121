import { type EventName, errorShape } from 'tributary/sdk';
import type { Database, EventHandler, Logger, SystemDatabase } from '#platform';
import { channels } from '#platform/outbox';
import { chooseJobs, type FeedOptions, nextDueMs } from './feed.js';
import type { QueueDriver } from './queue-driver.js';
import { mostEvents, relayEvents } from './relay.js';

/** Looks again after so long even if nothing woke it. */
const pollMs = 2_000;
const pauseAfterFailureMs = 500;
/** Events that come thick are published in batches: a batch costs hardly more than one of them. */
const relayEveryMs = 100;
/** Nothing here need wait for the disk: what a crash of the database undoes is found and done again. */
const unhurried = `set_config('synchronous_commit', 'off', true), set_config('jit', 'off', true)`;

export interface DispatcherOptions extends FeedOptions {
  database: Database;
  system: SystemDatabase;
  driver: Pick<QueueDriver, 'add'>;
  handlers: ReadonlyMap<EventName, readonly EventHandler[]>;
  log: Logger;
  /** The connection to the database was lost and is back. */
  onReconnect(): Promise<void>;
}

/** Moves what was committed into the queues: events become jobs, jobs go to BullMQ, tenants in turn. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #stopped = new AbortController();
  #reconnected = false;
  #eventsWait = true;
  #relayAt = 0;
  #jobsWait = true;
  #chooseAt = 0;
  #wake = Promise.withResolvers<void>();
  #unlisten: (() => Promise<void>) | null = null;
  #running: Promise<void> | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.database.listen(channels.outbox, (payload) => {
      if (payload === '') this.#reconnected = true;
      if (payload === '' || payload === 'event') this.#eventsWait = true;
      if (payload !== 'event') this.#jobsWait = true;
      this.#wake.resolve();
    });
    this.#running = this.#run();
  }

  /** There may be a job to move, or room for one. */
  poke(): void {
    this.#jobsWait = true;
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
        this.#jobsWait = true;
        this.#wake = Promise.withResolvers(); // a storm of notifications must not become a storm of failures
      }
      if (waitMs > 0) await this.#wait(waitMs);
    }
  }

  /** Returns how long there is nothing to do unless something wakes it. */
  async #round(): Promise<number> {
    if (this.#reconnected) {
      await this.#options.onReconnect();
      this.#reconnected = false;
    }
    await this.#relay();
    if (this.#jobsWait || Date.now() >= this.#chooseAt) await this.#choose();
    const next = this.#eventsWait ? Math.min(this.#relayAt, this.#chooseAt) : this.#chooseAt;
    return Math.max(1, next - Date.now());
  }

  async #choose(): Promise<void> {
    this.#jobsWait = false;
    const dueMs = await this.#options.system.across(async (tx) => {
      // One dispatcher at a time counts what is under way. Before it commits it has filled the queue: if it dies
      // in between, the next one chooses the same jobs and adds them under the same ids.
      await tx.query(
        `select pg_advisory_xact_lock(hashtextextended('tributary dispatcher', 0)), ${unhurried}`,
      );
      const chosen = await chooseJobs(tx, this.#options);
      await Promise.all([...chosen].map(([queue, jobs]) => this.#options.driver.add(queue, jobs)));
      return nextDueMs(tx);
    });
    // What found no place now is dispatched when a job ends.
    this.#chooseAt = Date.now() + Math.min(pollMs, dueMs ?? pollMs);
  }

  /** Commits before jobs are chosen: a worker that gets one before its row can be seen would take it for void. */
  async #relay(): Promise<void> {
    if (Date.now() < this.#relayAt) return;
    this.#relayAt = Date.now() + relayEveryMs;
    this.#eventsWait = false;
    const relayed = await this.#options.system.across(async (tx) => {
      await tx.query(`select ${unhurried}`);
      return relayEvents(tx, this.#options.handlers);
    });
    if (relayed === mostEvents) this.#eventsWait = true;
    // Their handlers are jobs.
    if (relayed > 0) this.#jobsWait = true;
  }

  #wait(ms: number): Promise<void> {
    const timer = setTimeout(() => this.#wake.resolve(), ms);
    return this.#wake.promise.finally(() => clearTimeout(timer));
  }
}
