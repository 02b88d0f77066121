import type { Rights, RunPriority } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { channels } from './channels.js';

/** A job before it has an id of the table: who asked for what. */
export interface NewJob {
  id: string;
  name: string;
  key: string | null;
  actor: string;
  /** Kept for actors that are no members (plugins, parts of the system): nothing else says what they may read. */
  rights: Rights | null;
  payload: unknown;
  requestId: string;
  traceparent: string;
  delayMs: number;
  /** See `JobRequest`; `NORMAL` if not given. */
  priority?: RunPriority;
  /** Tells the dispatcher, unless it is the one who writes. */
  wake: boolean;
}

/** As numbers, in the order in which they are chosen. */
const priorities: Readonly<Record<RunPriority, number>> = { INTERACTIVE: 0, NORMAL: 1, BATCH: 2 };

/**
 * Writes a job of the tenant. Returns its id, or that of the job which has the same name and key already; a request
 * that is being committed at the same time is waited for.
 */
export async function insertJob(tx: Transaction, tenant: string, job: NewJob): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `insert into platform.jobs
       (tenant_id, id, name, key, actor, rights, payload, request_id, traceparent, created_at, available_at,
        priority)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp(), clock_timestamp() + $10 * interval '1 ms',
             $12)
     on conflict (tenant_id, name, key) where key is not null do nothing
     returning id, case when $11 then pg_notify('${channels.outbox}', 'job') end`,
    [
      tenant,
      job.id,
      job.name,
      job.key,
      job.actor,
      job.rights && JSON.stringify(job.rights),
      JSON.stringify(job.payload),
      job.requestId,
      job.traceparent,
      job.delayMs,
      job.wake,
      priorities[job.priority ?? 'NORMAL'],
    ],
  );
  if (rows[0]) return rows[0].id;
  const [existing] = await tx.query<{ id: string }>(
    'select id from platform.jobs where tenant_id = $1 and name = $2 and key = $3',
    [tenant, job.name, job.key],
  );
  // Deleted between the two statements, which only retention does: then the key is free again.
  return existing ? existing.id : insertJob(tx, tenant, job);
}
