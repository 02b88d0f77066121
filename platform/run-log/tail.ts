import type { Database } from '#platform';
import { type Cursors, isAfter, type Place } from './cursor.js';
import { type LoggedEvent, readEvents } from './read.js';

/** Events that a tail keeps in memory; who is further behind reads from the database. */
const mostKept = 1_000;
const pageSize = 500;
/** Looks again after so long even if no notification came. */
const pollMs = 2_000;

/**
 * The newest events of one run, read once for all its followers in this process. Followers pull: a slow one falls
 * behind the kept events and reads pages from the database, so nobody's speed costs another memory or events.
 */
export class Tail {
  readonly #database: Database;
  readonly #cursors: Cursors;
  readonly #tenant: string;
  readonly #runId: string;
  readonly #timer: NodeJS.Timeout;
  #kept: LoggedEvent[] = [];
  /** All events after it, up to the newest that were read, are kept. */
  #floor: Place;
  #stale = true;
  #reading: Promise<void> | null = null;
  #change = Promise.withResolvers<void>();
  followers = 0;

  constructor(database: Database, cursors: Cursors, tenant: string, runId: string, start: Place) {
    this.#database = database;
    this.#cursors = cursors;
    this.#tenant = tenant;
    this.#runId = runId;
    this.#floor = start;
    this.#timer = setInterval(() => this.changed(), pollMs);
    this.#timer.unref();
  }

  /** The run may have gone on. */
  changed(): void {
    this.#stale = true;
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  /** The events after the place: at least one, or none when the signal was aborted while there were none. */
  async after(place: Place, signal: AbortSignal): Promise<LoggedEvent[]> {
    while (!signal.aborted) {
      const change = this.#change.promise;
      const events = isAfter(this.#floor, place) ? await this.#page(place) : await this.#newer(place);
      if (events.length > 0) return events;
      await orAborted(change, signal);
    }
    return [];
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #page(place: Place): Promise<LoggedEvent[]> {
    return this.#database.tenant(this.#tenant, (tx) =>
      readEvents(this.#cursors, tx, this.#runId, place, pageSize),
    );
  }

  async #newer(place: Place): Promise<LoggedEvent[]> {
    if (this.#stale || this.#reading) await this.#read();
    // What was kept may have been dropped meanwhile; then the page comes from the database.
    if (isAfter(this.#floor, place)) return this.#page(place);
    const index = this.#kept.findIndex((event) => isAfter(event, place));
    return index < 0 ? [] : this.#kept.slice(index);
  }

  /** One read at a time, for everyone who waits. */
  async #read(): Promise<void> {
    this.#reading ??= this.#readNewer().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  async #readNewer(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      const page = await this.#page(this.#kept.at(-1) ?? this.#floor).catch((error: unknown) => {
        this.#stale = true;
        throw error;
      });
      this.#kept.push(...page);
      if (page.length === pageSize) this.#stale = true;
      const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - mostKept)).at(-1);
      if (dropped) this.#floor = { epoch: dropped.epoch, seq: dropped.seq };
    }
  }
}

function orAborted(change: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    change.then(end);
  });
}
