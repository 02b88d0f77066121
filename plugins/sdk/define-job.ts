import type { z } from 'zod';
import { define } from './define.js';
import type { EventName } from './events/index.js';
import type { Granted, ServiceName } from './services/index.js';

/** What a job's third argument tells about its run. */
export interface JobProgress {
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  /** The event of `on` that it runs for; the id is the same on every delivery. */
  readonly event?: { readonly id: string; readonly name: EventName; readonly at: string };
  /** Ends at the job's deadline, or when the system stops. */
  readonly signal: AbortSignal;
  /** What an earlier attempt remembered of this step; null when it did not come so far. */
  checkpoint(step: string): Promise<unknown>;
  /** Remembers that a step is done, with plain data. Errors: `JOB_LEASE_LOST` (another worker has taken the job over). */
  remember(step: string, data?: unknown): Promise<void>;
  /** Between the parts of a long job: lets what people wait for go first, for half a second at most. */
  rest(): Promise<void>;
}

/** A job, as its author writes it. */
export interface JobDefinition<
  Payload extends z.ZodType = z.ZodType,
  Needs extends ServiceName = ServiceName,
> {
  /** `<plugin>.<job>`, as the manifest names it. */
  readonly id: string;
  readonly description: string;
  /** The services that it gets, and no others. Not `models`: a job runs a capability by `capabilities`. */
  readonly needs: readonly Needs[];
  readonly payload: Payload;
  /**
   * Also run for each of these events: the event's payload is the job's. It runs as the plugin, with the access list of
   * the document that the event concerns, and not at all when nobody may read that any more.
   */
  readonly on?: readonly EventName[];
  /** With `on`: only in tenants where this collection of the plugin's `store` holds something. Others cost nothing. */
  readonly onlyWith?: string;
  /**
   * Where it waits when it is enqueued or comes round: `ai` beside the runs, which is the default, or `notify` beside small
   * work that nobody waits for, so that much of it takes no place from runs. With `on` it always waits there.
   */
  readonly queue?: 'ai' | 'notify';
  /** How often it is tried, five times by default. An error whose `retryable` is false ends it at once. */
  readonly attempts?: number;
  /** Milliseconds that one attempt may take, 600,000 by default. */
  readonly timeoutMs?: number;
  /** May run more than once for one request: look at `checkpoint` before what must not be done twice. */
  run(payload: z.output<Payload>, services: Granted<Needs>, progress: JobProgress): Promise<void>;
}
/** Any job, as the host handles it. */
export type AnyJob = JobDefinition;

/** Declares background work that the service `jobs` enqueues and `schedules` lets come round. */
export function defineJob<Payload extends z.ZodType, const Needs extends ServiceName>(
  definition: JobDefinition<Payload, Needs>,
): JobDefinition<Payload, Needs> {
  return define(definition);
}
