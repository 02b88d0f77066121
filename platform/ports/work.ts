/* What commits with a state change: events, jobs, audit records; and what runs afterwards. */
import type { DomainEvent, EventName, EventPayload, RequestContext, RunPriority, z } from 'tributary/sdk';
import type { Transaction } from './database.js';
import type { Logger } from './module.js';

export const queueNames = ['ingest', 'ai', 'notify', 'system'] as const;
export type QueueName = (typeof queueNames)[number];

export interface JobRequest {
  /** The name of a job definition. */
  name: string;
  payload: Record<string, unknown>;
  /** At most one job with this key a tenant and name; a second request is the same job. */
  key?: string;
  delayMs?: number;
  /** What waits for it: what is `INTERACTIVE` is chosen first, a `BATCH` last and never for more than half of the places. */
  priority?: RunPriority;
}

/** What stands in an audit entry: who did what to what, and for AI the whole decision. Hashed as canonical JSON. */
export interface AuditRecord {
  /** UUIDv7; made by the caller when it must be known before, else by the intake. */
  id?: string;
  /** e.g. `decision`, `mutation`, `read`, `denied`, `export`. */
  kind: string;
  /** e.g. `documents.upload`, `capability.extraction`. */
  action: string;
  /** Ids that the entry concerns. */
  subjects: { type: string; id: string }[];
  /** Facts; no personal text. */
  body: Record<string, unknown>;
  /** Personal text, stored apart and encrypted; the entry keeps only its hash. */
  content?: Record<string, unknown> | null;
}

/** Everything that commits together with a state change. */
export interface Outbox {
  event<Name extends EventName>(
    tx: Transaction,
    context: RequestContext,
    name: Name,
    payload: EventPayload<Name>,
  ): Promise<string>;
  job(tx: Transaction, context: RequestContext, request: JobRequest): Promise<string>;
  /** Writes the intake row with the hash of its body; returns the id that the chained entry will have. */
  audit(tx: Transaction, context: RequestContext, record: AuditRecord): Promise<string>;
}

export interface JobRun {
  readonly id: string;
  readonly attempt: number;
  readonly attempts: number;
  /** The actor's context with the roles read anew. */
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Between the parts of a long job: lets what people wait for in this worker go first, for a moment at most. */
  rest(): Promise<void>;
  /** What earlier attempts of this job have finished: name of the step -> plain data. */
  checkpoint(step: string): Promise<unknown>;
  /** Writes a checkpoint in the effect's own transaction; false when that step's effect was written before (then skip the effect). Throws when the lease of this job has moved to another worker. */
  effect(tx: Transaction, step: string, data?: unknown): Promise<boolean>;
}

export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: Payload;
  /** Five by default. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
  run(payload: z.output<Payload>, job: JobRun): Promise<void>;
  /** After the last attempt, or at once for an error that is not retryable: leave no one waiting. */
  onDead?(
    payload: z.output<Payload>,
    error: unknown,
    job: Pick<JobRun, 'id' | 'context' | 'log'>,
  ): Promise<void>;
}

/** Runs as a job of its own, once for every event (idempotent by the event's id). */
export interface EventHandler<Name extends EventName = EventName> {
  /** Unique, e.g. `analytics.facts`. */
  readonly name: string;
  readonly event: Name;
  readonly queue: QueueName;
  /** Those of these tenants whose events it wants; for the others there is no job. All if it does not say. */
  tenants?(tx: Transaction, among: readonly string[]): Promise<ReadonlySet<string>>;
  run(event: DomainEvent<Name>, job: JobRun): Promise<void>;
}

export interface Schedule {
  readonly name: string;
  readonly everyMs: number;
  /** Runs in one worker at a time, across tenants. */
  run(signal: AbortSignal): Promise<void>;
}

/** Committed events of a tenant as they happen, in every process (for subscriptions; not durable, carries ids only). */
export interface LiveEvents {
  /** Tells of a change that no handler needs to know of (progress); sent when the transaction commits. */
  publish<Name extends EventName>(
    tx: Transaction,
    context: RequestContext,
    name: Name,
    payload: EventPayload<Name>,
  ): Promise<void>;
  subscribe<Name extends EventName>(
    tenant: string,
    names: readonly Name[],
    signal: AbortSignal,
  ): AsyncIterable<DomainEvent<Name>>;
}
