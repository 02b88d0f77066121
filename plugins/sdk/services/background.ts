import type { z } from 'zod';
import type { JobDefinition } from '../define-job.js';
import type { EventName, EventOf, EventPayload } from '../events/index.js';
import type { StoreWrite } from './store.js';

/** A domain event of a plugin: one that is named after it. */
export type PluginEventName = Extract<
  EventName,
  `${'assistant' | 'automation' | 'insights' | 'notifications' | 'search'}.${string}`
>;

/** Domain events as they happen. Not durable: what must not be missed is the `on` of a capability or a job. */
export interface EventsService {
  /**
   * Events that the caller may see: those of documents that it may read, and with the permission `analytics:read`
   * also those that concern no document. From now on, until the signal ends.
   * Errors: `SLOW_CONSUMER` (more than 1,000 wait to be read).
   */
  subscribe<Name extends EventName>(
    names: readonly Name[],
    signal: AbortSignal,
  ): AsyncIterable<EventOf<Name>>;
  /**
   * Publishes an event of the plugin's own, `<plugin>.*`, that its manifest names in `publishes`. The items are written
   * in the same transaction; false, and nothing is published or written, when one of them is not what it `replaces`:
   * with 0, an event is published once. Not within a run, which may be begun again: let a job do it.
   * Errors: `PLUGIN_PERMISSION_DENIED`, `BAD_USER_INPUT` (a payload that does not fit).
   */
  publish<Name extends PluginEventName>(
    name: Name,
    payload: EventPayload<Name>,
    items?: readonly StoreWrite[],
  ): Promise<boolean>;
  /**
   * What happened before, oldest first, as far as it is kept (90 days) and the caller may see it now. At most 100 are
   * looked at in a call; `endCursor` is to go on `after`, null at the end.
   */
  past<Name extends EventName>(question: {
    names: readonly Name[];
    /** ISO 8601. */
    from?: string | null;
    to?: string | null;
    after?: string | null;
    first?: number;
  }): Promise<{ events: EventOf<Name>[]; endCursor: string | null }>;
}

/** Background work of the plugin's own. Errors: `JOB_NOT_FOUND`, `BAD_USER_INPUT` (a payload that does not fit). */
export interface JobsService {
  /**
   * Writes a job that the worker runs as the caller, with the rights of then. It may run more than once; a `key` makes
   * a second request the same job, as long as the first is remembered (7 days after its end).
   */
  enqueue<Payload extends z.ZodType>(
    job: JobDefinition<Payload>,
    payload: z.input<Payload>,
    options?: {
      key?: string;
      delayMs?: number;
      /** The name of a mandate: the job runs as who gave it, with the rights of then. Errors: `NOT_FOUND`. */
      mandate?: string;
    },
  ): Promise<{ jobId: string }>;
  /**
   * The caller, a person or a key, lets jobs of this plugin act for it under this name (letters, digits and . : - _),
   * until the mandate is ended or somebody else gives it. It is recorded in the audit log.
   * Errors: `FORBIDDEN` for plugins and parts of the system, and for a token with fewer scopes than its bearer has.
   */
  giveMandate(name: string): Promise<void>;
  /** Nobody is acted for under this name any more; jobs that are there keep their actor. */
  endMandate(name: string): Promise<void>;
}

/** A job that comes round: every so many milliseconds (10,000 at least), or daily at a time in UTC (`HH:MM`). */
export type ScheduleTime = { everyMs: number } | { dailyAt: string };

/** A schedule as it stands. */
export interface ScheduleInfo {
  name: string;
  /** The job's id. */
  job: string;
  time: ScheduleTime;
  /** ISO 8601 in UTC. */
  nextAt: string;
}

/**
 * Schedules of the caller's tenant. Their jobs run in the worker as `plugin:<id>`, which may read what everybody in the
 * tenant may read, and only while the plugin is enabled. Errors: `JOB_NOT_FOUND`, `BAD_USER_INPUT`.
 */
export interface SchedulesService {
  /** Makes or changes the schedule of this name; the first job comes after one interval, or at the time. */
  set<Payload extends z.ZodType>(
    name: string,
    schedule: { job: JobDefinition<Payload>; payload: z.input<Payload>; time: ScheduleTime },
  ): Promise<void>;
  remove(name: string): Promise<void>;
  /** By name; a plugin has at most 100 in a tenant. */
  list(): Promise<ScheduleInfo[]>;
}
