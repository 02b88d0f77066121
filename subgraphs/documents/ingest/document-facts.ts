import type { Transaction } from '#platform';
import type { IndexedFacts } from '#platform/search';
import type { DocumentRow } from '../document.entity.js';

/** What filters and facets of the search know of documents, by the id of their version, in one query. */
export async function factsOf(
  tx: Transaction,
  documents: readonly DocumentRow[],
): Promise<ReadonlyMap<string, IndexedFacts>> {
  const rows = await tx.query<{ versionId: string; name: string; value: unknown }>(
    `select version_id as "versionId", name, value from documents.fields
      where version_id = any($1::uuid[]) and ordinal = 0 and jsonb_typeof(value) <> 'array'`,
    [documents.map(({ versionId }) => versionId)],
  );
  const byVersion = Map.groupBy(rows, ({ versionId }) => versionId);
  return new Map(
    documents.map((document) => [
      document.versionId,
      facts(document, byVersion.get(document.versionId) ?? []),
    ]),
  );
}

function facts(
  { name, createdAt, status, problem }: DocumentRow,
  rows: readonly { name: string; value: unknown }[],
): IndexedFacts {
  const fields: Record<string, string | number | boolean> = {};
  for (const row of rows) addField(fields, row.name, row.value);
  return { uploadedAt: createdAt.toISOString(), status: statusOf(status, problem), name, fields };
}

/** One that is still being read is known by how it will end: what is doubtful of its fields is known by then. */
function statusOf(status: DocumentRow['status'], problem: unknown): string {
  if (status === 'PROCESSING') return problem ? 'NEEDS_REVIEW' : 'READY';
  return status;
}

/** Plain values; an amount with its currency is two. */
function addField(fields: Record<string, string | number | boolean>, name: string, value: unknown): void {
  if (['string', 'number', 'boolean'].includes(typeof value)) fields[name] = value as string;
  if (typeof value !== 'object' || value === null) return;
  const { amount, currency } = value as { amount?: unknown; currency?: unknown };
  if (typeof amount === 'string' || typeof amount === 'number') fields[name] = amount;
  if (typeof currency === 'string') fields[`${name}.currency`] = currency;
}
