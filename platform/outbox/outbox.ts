import {
  AppError,
  type EventName,
  type EventPayload,
  eventSchemas,
  type RequestContext,
} from 'tributary/sdk';
import { v7 } from 'uuid';
import type { AuditRecord, JobRequest, Keys, Outbox, Transaction } from '#platform';
import { auditBody, hashAuditBody, sealContent } from './audit-record.js';
import { channels } from './channels.js';
import { insertJob } from './insert-jobs.js';
import { liveMessage } from './live-message.js';

/** Whose data key encrypts the personal text of audit records. */
export const auditSubject = 'content';

/** Events, jobs and audit records that commit, or do not, with the state change they belong to. */
export function createOutbox({ keys }: { keys: Pick<Keys, 'encrypt'> }): Outbox {
  return {
    event: (tx, context, name, payload) => insertEvent(tx, context, name, payload),
    job: (tx, context, request) => insertJob(tx, context.tenant, newJob(context, request)),
    audit: (tx, context, record) => insertAudit(tx, keys, context, record),
  };
}

/** @throws AppError `INTERNAL` when the payload does not fit the event's schema. */
export function checkedPayload<Name extends EventName>(name: Name, payload: unknown): EventPayload<Name> {
  const parsed = eventSchemas[name].safeParse(payload);
  if (!parsed.success) {
    throw new AppError(
      'INTERNAL',
      { reason: `the payload of ${name} is not valid` },
      { cause: parsed.error, retryable: false },
    );
  }
  return parsed.data as EventPayload<Name>;
}

async function insertEvent<Name extends EventName>(
  tx: Transaction,
  context: RequestContext,
  name: Name,
  payload: EventPayload<Name>,
): Promise<string> {
  const event = { id: v7(), name, payload: checkedPayload(name, payload), at: new Date().toISOString() };
  await tx.query(
    `with written as (
       insert into platform.outbox (tenant_id, id, name, payload, actor, request_id, traceparent, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8))
     select pg_notify('${channels.outbox}', 'event'), pg_notify('${channels.events}', $9)`,
    [
      context.tenant,
      event.id,
      name,
      JSON.stringify(event.payload),
      context.actor,
      context.requestId,
      context.traceparent,
      event.at,
      liveMessage(context.tenant, event),
    ],
  );
  return event.id;
}

function newJob(context: RequestContext, request: JobRequest) {
  const isMember = context.actor.startsWith('user:') || context.actor.startsWith('key:');
  return {
    id: v7(),
    name: request.name,
    key: request.key ?? null,
    actor: context.actor,
    rights: isMember ? null : context.rights,
    payload: request.payload,
    requestId: context.requestId,
    traceparent: context.traceparent,
    delayMs: request.delayMs ?? 0,
    ...(request.priority && { priority: request.priority }),
    wake: true,
  };
}

async function insertAudit(
  tx: Transaction,
  keys: Pick<Keys, 'encrypt'>,
  context: RequestContext,
  record: AuditRecord,
): Promise<string> {
  const content = record.content ? sealContent(record.content) : null;
  const facts = { id: record.id ?? v7(), at: new Date().toISOString(), contentHash: content?.hash ?? null };
  const body = auditBody(context, record, facts);
  await tx.query(
    `with written as (
       insert into platform.audit_intake
         (tenant_id, id, at, actor, request_id, kind, action, subjects, body, content_hash, content, body_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
     select pg_notify('${channels.audit}', $13)`,
    [
      body.tenant,
      body.id,
      body.at,
      body.actor,
      body.requestId,
      body.kind,
      body.action,
      JSON.stringify(body.subjects),
      JSON.stringify(body.body),
      body.contentHash,
      content && (await keys.encrypt(tx, auditSubject, content.bytes)),
      hashAuditBody(body),
      body.tenant,
    ],
  );
  return body.id;
}
