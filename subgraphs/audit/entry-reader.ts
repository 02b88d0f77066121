import type { Transaction } from '#platform';
import type { StoredEntry } from './chain.js';

/** What `select` gives for a stored entry. */
export const entryColumns = `e.tenant_id as tenant, e.seq, e.id, e.at, e.actor, e.request_id as "requestId", e.kind,
  e.action, e.subjects, e.body, e.content_hash as "contentHash", e.body_hash as "bodyHash",
  e.prev_hash as "prevHash", e.hash`;

export type EntryRow = Omit<StoredEntry, 'at'> & { at: Date };

export function entryOf({ at, ...row }: EntryRow): StoredEntry {
  return { ...row, at: at.toISOString() };
}

/** Entries of the transaction's tenant that follow `after`, by ascending seq. */
export async function entriesAfter(tx: Transaction, after: number, most: number): Promise<StoredEntry[]> {
  const rows = await tx.query<EntryRow & { finer: boolean }>(
    `select ${entryColumns}, e.at <> date_trunc('milliseconds', e.at) as finer
     from audit.entries e where e.seq > $1 order by e.seq, e.place limit $2`,
    [after, most],
  );
  // What is hashed has milliseconds. A finer time was put there by somebody else and must not pass as the hashed one.
  return rows.map(({ finer, ...row }) => ({
    ...entryOf(row),
    ...(finer ? { at: `${row.at.toISOString()}+` } : {}),
  }));
}
