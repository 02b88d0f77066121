import { z } from 'zod';

const document = z.object({ documentId: z.uuid(), versionId: z.uuid() });

/** The domain events: a fact in the past tense and the shape of its payload. Ids and plain facts, never personal text. */
export const eventSchemas = {
  'document.uploaded': document,
  'document.changed': z.object({ documentId: z.uuid(), status: z.string() }),
  'document.classified': document.extend({ kind: z.string(), confidence: z.number() }),
  'document.extracted': document.extend({
    kind: z.string().nullable(),
    fields: z.int(),
    meanConfidence: z.number().nullable(),
  }),
  'document.indexed': document.extend({ chunks: z.int() }),
  'document.processed': document.extend({
    status: z.enum(['READY', 'NEEDS_REVIEW', 'QUARANTINED', 'FAILED']),
    code: z.string().nullable(),
    kind: z.string().nullable(),
    durationMs: z.number(),
  }),
  'document.corrected': z.object({ documentId: z.uuid(), field: z.string(), by: z.string() }),
  'document.access.changed': z.object({ documentId: z.uuid() }),
  'document.deleted': z.object({ documentId: z.uuid() }),
  /** A document is one that a saved search asks for: once for each version of it. */
  'search.matched': document.extend({ savedSearchId: z.uuid() }),
  /** A change of the embedding model moved on. */
  'embeddings.changed': z.object({ changeId: z.uuid(), state: z.string() }),
  'recommendation.made': z.object({
    recommendationId: z.uuid(),
    documentId: z.uuid(),
    kind: z.string(),
    state: z.string(),
  }),
  'recommendation.decided': z.object({
    recommendationId: z.uuid(),
    documentId: z.uuid(),
    kind: z.string(),
    decision: z.enum(['ACCEPTED', 'REJECTED']),
    by: z.string(),
  }),
  'recommendation.feedback': z.object({
    recommendationId: z.uuid(),
    value: z.enum(['UP', 'DOWN']),
    by: z.string(),
  }),
  'review.requested': z.object({ reviewId: z.uuid(), documentId: z.uuid().nullable(), reason: z.string() }),
  'review.resolved': z.object({
    reviewId: z.uuid(),
    documentId: z.uuid().nullable(),
    /** What was asked about. */
    subject: z.object({ type: z.string(), id: z.string() }),
    /** Names what was shown. */
    fingerprint: z.string(),
    outcome: z.string(),
    by: z.string(),
  }),
  'run.finished': z.object({
    runId: z.uuid(),
    capability: z.string(),
    plugin: z.string(),
    engine: z.string(),
    model: z.string().nullable(),
    outcome: z.string(),
    durationMs: z.number(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    costUsd: z.string().nullable(),
  }),
  'budget.warned': z.object({
    scope: z.enum(['TENANT', 'PLUGIN', 'ACTOR']),
    /** The plugin or actor; null for the tenant. */
    subject: z.string().nullable(),
    period: z.enum(['DAY', 'MONTH']),
    resetsAt: z.iso.datetime(),
    softLimitUsd: z.string(),
    hardLimitUsd: z.string().nullable(),
    spentUsd: z.string(),
  }),
  'tenant.deleted': z.object({}),
} as const satisfies Record<string, z.ZodType>;

/** The name of a domain event. */
export type EventName = keyof typeof eventSchemas;
/** The payload of a domain event, by its name. */
export type EventPayload<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;

/** A domain event as handlers get it. `id` is the same on every delivery. */
export interface DomainEvent<Name extends EventName = EventName> {
  id: string;
  name: Name;
  payload: EventPayload<Name>;
  /** ISO 8601 in UTC. */
  at: string;
}
/** One of several events, told apart by its name. */
export type EventOf<Name extends EventName> = { [Each in Name]: DomainEvent<Each> }[Name];
