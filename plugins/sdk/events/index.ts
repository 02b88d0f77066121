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
  /** An insight that was not known before. */
  'insights.found': z.object({ insightId: z.uuid(), kind: z.string(), metric: z.string() }),
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
    /** The document that it is about; events of before have none. */
    documentId: z.uuid().optional(),
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
    /** Everybody whose voice counted, where more than one was asked for. */
    voices: z.array(z.object({ by: z.string(), outcome: z.string() })).optional(),
  }),
  /** One of two people has approved. */
  'review.approval.given': z.object({
    reviewId: z.uuid(),
    documentId: z.uuid().nullable(),
    given: z.int(),
    needed: z.int(),
    by: z.string(),
  }),
  'review.assigned': z.object({
    reviewId: z.uuid(),
    documentId: z.uuid().nullable(),
    /** `user:<id>` or `group:<id>`; null when it was given back to all. */
    assignee: z.string().nullable(),
    by: z.string(),
  }),
  /** Nobody decided in time: another is asked. */
  'review.escalated': z.object({ reviewId: z.uuid(), documentId: z.uuid().nullable(), to: z.string() }),
  /** A version of a rule set was saved, or its state changed. */
  'rules.changed': z.object({
    ruleSetId: z.string(),
    version: z.int(),
    state: z.enum(['DRAFT', 'SHADOW', 'ACTIVE', 'RETIRED']),
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
  /** Long work began, moved on or is over. */
  'work.changed': z.object({ workId: z.uuid(), work: z.string(), state: z.string() }),
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
  /** A notification was accepted and goes out. */
  'notifications.sent': z.object({
    notificationId: z.uuid(),
    topic: z.string(),
    documentId: z.uuid().nullable(),
  }),
  /** It stands in the inboxes of those whose actors lie between these two, both inclusive. */
  'notifications.received': z.object({ notificationId: z.uuid(), first: z.string(), last: z.string() }),
  /** It has reached all, or was stopped. */
  'notifications.ended': z.object({ notificationId: z.uuid() }),
  /** A webhook was switched off, for its receiver failed too often. */
  'notifications.failed': z.object({ webhookId: z.uuid(), failures: z.int() }),
  /** Another system has called a hook; `owner` is the plugin whose hook it is. */
  'hook.received': z.object({ hookId: z.uuid(), deliveryId: z.uuid(), owner: z.string() }),
  /** A run of a workflow is over. */
  'automation.finished': z.object({
    workflowRunId: z.uuid(),
    workflowId: z.string(),
    version: z.int(),
    state: z.enum(['FINISHED', 'FAILED', 'CANCELLED']),
  }),
  /** A turn that works for a goal waits for a person to approve what it would change. */
  'assistant.waiting': z.object({ conversationId: z.uuid(), turnId: z.uuid(), approvals: z.int() }),
  /** A turn that works for a goal is over. */
  'assistant.finished': z.object({
    conversationId: z.uuid(),
    turnId: z.uuid(),
    outcome: z.enum(['ANSWERED', 'STOPPED', 'REFUSED', 'FAILED']),
  }),
  /** A person was removed from the tenant; `actors` are the person and that person's keys. */
  'member.removed': z.object({ memberId: z.uuid(), actors: z.array(z.string()) }),
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
