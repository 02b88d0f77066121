import type { RequestContext } from 'tributary/sdk';
import type { Database, Outbox } from '#platform';
import { authorize } from '#platform/access';
import type { Metrics } from '#platform/telemetry';
import type { AuditAppender } from './appender.service.js';
import { faultOf, genesis, type Head, type StoredEntry } from './chain.js';
import { entriesAfter } from './entry-reader.js';

export interface Verification {
  valid: boolean;
  /** Entries that were found right. */
  entries: number;
  headHash: string;
  firstBad: { seq: number; reason: string } | null;
  /** Records that were committed after the verification began and wait for their place. */
  unchained: number;
}

const batch = 500;

/** Recomputes a tenant's chain from its entries. */
export class AuditVerifier {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      appender: AuditAppender;
      metrics: Pick<Metrics, 'auditVerifyFailures'>;
    },
  ) {}

  /** Waits until everything that was committed before the call is chained, then checks every entry. */
  async verify(context: RequestContext, signal: AbortSignal): Promise<Verification> {
    authorize(context, 'audit:read');
    const { waiting } = await this.parts.appender.chainUpToNow(context.tenant, signal);
    const result = await this.#check(context.tenant, signal);
    if (!result.valid) this.parts.metrics.auditVerifyFailures.inc();
    await this.parts.database.tenant(context.tenant, (tx) =>
      this.parts.outbox.audit(tx, context, {
        kind: 'read',
        action: 'audit.verify',
        subjects: [],
        body: { valid: result.valid, entries: result.entries, headHash: result.headHash },
      }),
    );
    return { ...result, unchained: waiting };
  }

  async #check(tenant: string, signal: AbortSignal): Promise<Omit<Verification, 'unchained'>> {
    const { database } = this.parts;
    let head: Head = { seq: 0, hash: genesis };
    const bad = (seq: number, reason: string) => ({
      valid: false,
      entries: head.seq,
      headHash: head.hash,
      firstBad: { seq, reason },
    });
    // Read before the entries: what is appended meanwhile stands behind it.
    const [recorded] = await database.tenant(
      tenant,
      (tx) =>
        tx.query<Head & { erased: boolean }>(
          'select seq, hash, erased_at is not null as erased from audit.heads',
        ),
      {
        signal,
      },
    );
    const end = recorded?.seq ?? 0;
    const erased = recorded?.erased ?? false;
    for (let more = true; more && head.seq < end; ) {
      const entries: StoredEntry[] = await database.tenant(
        tenant,
        (tx) => entriesAfter(tx, head.seq, batch),
        { signal },
      );
      for (const entry of entries.filter(({ seq }) => seq <= end)) {
        const reason = faultOf(head, entry, erased);
        if (reason !== null) return bad(head.seq + 1, reason);
        head = { seq: entry.seq, hash: entry.hash };
      }
      more = entries.length === batch;
    }
    if (head.seq < end) return bad(head.seq + 1, 'the chain ends before its recorded head');
    if (recorded && head.hash !== recorded.hash) return bad(head.seq, 'its hash is not the recorded head');
    const [outside] = await database.tenant(
      tenant,
      (tx) =>
        tx.query<{ seq: number | null }>(
          `select min(seq) as seq from (
             select e.seq from audit.entries e left join audit.heads h on true
             where e.seq < 1 or e.seq > coalesce(h.seq, 0)
             union all
             select e.seq from audit.entries e group by e.seq having count(*) > 1) strange`,
        ),
      { signal },
    );
    if (typeof outside?.seq === 'number')
      return bad(outside.seq, 'it stands outside of the recorded chain, or twice in it');
    return { valid: true, entries: head.seq, headHash: head.hash, firstBad: null };
  }
}
