import type { Database, Schedule, SystemDatabase, Transaction } from '#platform';
import {
  claimIntake,
  intakeWaiting,
  intakeWatermark,
  markChained,
  tenantsWithIntake,
} from '#platform/outbox';
import type { Metrics } from '#platform/telemetry';
import { genesis, type Head, hashLink } from './chain.js';

/** Records chained in one transaction. */
const batch = 500;

/**
 * Gives each committed record its place in its tenant's chain. The intake's lock lets one appender a tenant in at a
 * time, whoever calls: the schedule of the worker, or a verification that does not want to wait for it.
 */
export class AuditAppender {
  constructor(private readonly parts: { database: Database; system: SystemDatabase }) {}

  /** Chains what waits in any tenant. */
  async chainAll(signal: AbortSignal): Promise<void> {
    const tenants = await this.parts.system.across((tx) => tenantsWithIntake(tx));
    const failures: unknown[] = [];
    for (const tenant of tenants) {
      if (signal.aborted) return;
      // What is wrong with one tenant must not keep the others waiting.
      await this.#drain(tenant, signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Chains all that was committed in the tenant before the call. Returns how many records came since and still wait. */
  async chainUpToNow(tenant: string, signal: AbortSignal): Promise<{ waiting: number }> {
    const { database } = this.parts;
    const watermark = await database.tenant(tenant, (tx) => intakeWatermark(tx), { signal });
    const waiting = (upTo: number) => database.tenant(tenant, (tx) => intakeWaiting(tx, upTo), { signal });
    while ((await waiting(watermark)) > 0) await this.#chainBatch(tenant, signal);
    return { waiting: await waiting(Number.MAX_SAFE_INTEGER) };
  }

  async #drain(tenant: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#chainBatch(tenant, signal)) === batch);
  }

  #chainBatch(tenant: string, signal: AbortSignal): Promise<number> {
    return this.parts.database.tenant(tenant, (tx) => chainBatch(tx, tenant), { signal });
  }
}

/** Chains the oldest waiting records of the transaction's tenant; returns how many. */
export async function chainBatch(tx: Transaction, tenant: string): Promise<number> {
  const rows = await claimIntake(tx, batch);
  if (rows.length === 0) return 0;
  const [stored] = await tx.query<Head>('select seq, hash from audit.heads for update');
  const head: Head = stored ?? { seq: 0, hash: genesis };
  const links = rows.map(({ id, bodyHash }) => {
    const prevHash = head.hash;
    head.seq += 1;
    head.hash = hashLink(prevHash, { tenant, seq: head.seq, id, bodyHash });
    return { seq: head.seq, id, prevHash, hash: head.hash };
  });
  await tx.query(
    `insert into audit.entries (tenant_id, seq, id, at, actor, request_id, kind, action, subjects, body, content_hash,
       body_hash, prev_hash, hash)
     select i.tenant_id, l.seq, i.id, i.at, i.actor, i.request_id, i.kind, i.action, i.subjects, i.body,
       i.content_hash, i.body_hash, l.prev_hash, l.hash
     from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[]) as l(seq, id, prev_hash, hash)
     join platform.audit_intake i on i.id = l.id`,
    [
      links.map((link) => link.seq),
      links.map((link) => link.id),
      links.map((link) => link.prevHash),
      links.map((link) => link.hash),
    ],
  );
  await tx.query(
    `insert into audit.heads (tenant_id, seq, hash, chained_at) values ($1, $2, $3, now())
     on conflict (tenant_id) do update set seq = excluded.seq, hash = excluded.hash, chained_at = excluded.chained_at`,
    [tenant, head.seq, head.hash],
  );
  await markChained(
    tx,
    links.map((link) => link.id),
  );
  return rows.length;
}

/** Chains within a second of the commit. */
export function chainSchedule(appender: AuditAppender): Schedule {
  return { name: 'audit.chain', everyMs: 500, run: (signal) => appender.chainAll(signal) };
}

/** Measures how many entries all chains have together. */
export function heightSchedule(parts: {
  system: SystemDatabase;
  metrics: Pick<Metrics, 'auditHeight'>;
}): Schedule {
  return {
    name: 'audit.height',
    everyMs: 5_000,
    run: async () => {
      const [chains] = await parts.system.across((tx) =>
        tx.query<{ height: number }>('select coalesce(sum(seq), 0)::float8 as height from audit.heads'),
      );
      parts.metrics.auditHeight.set(chains?.height ?? 0);
    },
  };
}
