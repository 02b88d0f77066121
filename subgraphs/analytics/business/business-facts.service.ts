import type { ExtractedField, RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { DocumentsPort, SystemDatabase, Transaction } from '#platform';
import { type BusinessFact, businessFactOf } from './business-fact.js';

/** Documents that are read in one turn. */
const most = 200;
const patienceMs = 30_000;

/**
 * Keeps what documents say of deals beside the facts of events, which carry none of it: documents that an event marked
 * are read again through the port of `documents`, many at a time. A mark goes in the transaction that writes the fact, so
 * a crash in between reads the document once more.
 */
export class BusinessFacts {
  constructor(private readonly parts: { system: SystemDatabase; documents: () => DocumentsPort }) {}

  /** Reads marked documents; true when more are left. */
  async refresh(): Promise<boolean> {
    return this.parts.system.across(async (tx) => {
      const marked = await tx.query<{ tenant: string; id: string }>(
        `delete from analytics.stale_documents s using (
           select tenant_id, document_id from analytics.stale_documents
           order by tenant_id, document_id limit ${most} for update skip locked) due
         where s.tenant_id = due.tenant_id and s.document_id = due.document_id
         returning s.tenant_id as tenant, s.document_id as id`,
      );
      for (const [tenant, rows] of Map.groupBy(marked, (row) => row.tenant)) {
        await this.#read(
          tx,
          tenant,
          rows.map(({ id }) => id),
        );
      }
      return marked.length === most;
    });
  }

  async #read(tx: Transaction, tenant: string, ids: readonly string[]): Promise<void> {
    const context = await readerOf(tx, tenant, ids);
    const documents = this.parts.documents();
    const [fields, summaries] = await Promise.all([
      documents.fields(context, ids),
      documents.summaries(context, ids),
    ]);
    const facts = ids.flatMap((id, at) => {
      const read: readonly ExtractedField[] = fields[at] ?? [];
      const fact = businessFactOf(summaries[at]?.kind ?? null, read);
      return fact === null ? [] : [{ id, ...fact }];
    });
    await tx.query(
      `delete from analytics.business_facts where tenant_id = $1 and document_id = any($2::uuid[])`,
      [tenant, ids],
    );
    if (facts.length > 0) await write(tx, tenant, facts);
  }
}

/** Who may read each of these: what each says is kept for its own readers, and asked for with their rights. */
async function readerOf(tx: Transaction, tenant: string, ids: readonly string[]): Promise<RequestContext> {
  const [row] = await tx.query<{ principals: string[] }>(
    `select coalesce(array_agg(distinct principal order by principal), '{}') as principals
     from platform.access a cross join unnest(a.principals) principal
     where a.tenant_id = $1 and a.entity_type = 'Document' and a.entity_id = any($2::uuid[])`,
    [tenant, ids],
  );
  return {
    tenant,
    actor: 'system:analytics',
    roles: [],
    scopes: ['*'],
    groups: [],
    rights: { mode: 'any', principals: row?.principals ?? [] },
    requestId: newId(),
    traceparent: '',
    deadline: Date.now() + patienceMs,
    generation: null,
  };
}

type Row = BusinessFact & { id: string };

async function write(tx: Transaction, tenant: string, facts: readonly Row[]): Promise<void> {
  await tx.query(
    `insert into analytics.business_facts (tenant_id, document_id, kind, seller, seller_key, buyer, buyer_key, currency,
       amount, tax, issue_date, due_date, order_ref, confidence)
     select $1, f.* from jsonb_to_recordset($2::jsonb) as f (id uuid, kind text, seller text, "sellerKey" text, buyer text,
       "buyerKey" text, currency text, amount numeric, tax numeric, "issueDate" date, "dueDate" date, "orderRef" text,
       confidence double precision)
     on conflict (tenant_id, document_id) do nothing`,
    [tenant, JSON.stringify(facts)],
  );
}
