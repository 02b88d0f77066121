import { AppError } from 'tributary/sdk';
import type { Keys, Transaction } from '#platform';
import { type AuditBody, openContent } from './audit-record.js';
import { auditSubject } from './outbox.js';

/** A committed record that waits for its place in the chain. */
export interface IntakeRow extends AuditBody {
  /** Grows with the order of arrival, across tenants. */
  position: number;
  bodyHash: string;
  /** Encrypted; see `readAuditContent`. */
  content: Buffer | null;
}

/** Tenants with records that wait for the chain. For the system role. */
export async function tenantsWithIntake(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ tenant: string }>(
    `with recursive waiting as (
       (select tenant_id from platform.audit_intake where chained_at is null order by tenant_id limit 1)
       union all
       select (select i.tenant_id from platform.audit_intake i
                where i.chained_at is null and i.tenant_id > w.tenant_id order by i.tenant_id limit 1)
         from waiting w where w.tenant_id is not null)
     select tenant_id as tenant from waiting where tenant_id is not null`,
  );
  return rows.map((row) => row.tenant);
}

/**
 * The oldest waiting records of the transaction's tenant, locked: one appender at a time gets them. A second one waits
 * for the first, then sees what is left.
 */
export async function claimIntake(tx: Transaction, most: number): Promise<IntakeRow[]> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('audit-intake ' || $1, 0))`, [tx.tenant]);
  const rows = await tx.query<Omit<IntakeRow, 'at'> & { at: Date }>(
    `select id, tenant_id as tenant, position, at, actor, request_id as "requestId", kind, action, subjects, body,
            content_hash as "contentHash", content, body_hash as "bodyHash"
       from platform.audit_intake where chained_at is null order by position limit $1`,
    [most],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Marks claimed records as chained, in the transaction that wrote the chain. */
export async function markChained(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query('update platform.audit_intake set chained_at = now() where id = any($1)', [ids]);
}

/** The position of the newest committed record of the tenant; 0 for none. */
export async function intakeWatermark(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    'select coalesce(max(position), 0) as position from platform.audit_intake',
  );
  return row?.position ?? 0;
}

/** How many records up to the position still wait for the chain. */
export async function intakeWaiting(tx: Transaction, upTo: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*) as count from platform.audit_intake where chained_at is null and position <= $1',
    [upTo],
  );
  return row?.count ?? 0;
}

/**
 * The personal text of a record.
 * @throws AppError `NOT_FOUND` when it has none (any more), `KEY_GONE` when its key was deleted
 */
export async function readAuditContent(
  tx: Transaction,
  keys: Pick<Keys, 'decrypt'>,
  id: string,
): Promise<Record<string, unknown>> {
  const [row] = await tx.query<{ content: Buffer | null }>(
    'select content from platform.audit_intake where id = $1',
    [id],
  );
  if (!row?.content) throw new AppError('NOT_FOUND', { thing: 'The content of the audit entry' });
  return openContent(await keys.decrypt(tx, auditSubject, row.content));
}

/**
 * Erases the personal text of decisions by their ids, and of those on runs whose decision nobody knows; their hashes, and
 * so the chain, stay.
 */
export async function eraseDecisionContent(
  tx: Transaction,
  { decisionIds, runIds }: { decisionIds: readonly string[]; runIds: readonly string[] },
): Promise<void> {
  await tx.query(
    'update platform.audit_intake set content = null where content is not null and id = any($1)',
    [decisionIds],
  );
  if (runIds.length === 0) return;
  await tx.query(
    `update platform.audit_intake set content = null
      where content is not null and kind = 'decision' and exists (
        select from jsonb_to_recordset(subjects) as subject (type text, id text)
         where subject.type = 'Run' and subject.id = any($1))`,
    [runIds],
  );
}

/** Erases the personal text of the records that concern a document; their hashes, and so the chain, stay. */
export async function eraseAuditContent(tx: Transaction, documentId: string): Promise<void> {
  await tx.query(
    `update platform.audit_intake set content = null
      where content is not null and subjects @> jsonb_build_array(jsonb_build_object('id', $1::text))`,
    [documentId],
  );
}
