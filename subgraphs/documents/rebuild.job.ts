import { LockMode } from '@mikro-orm/postgresql';
import { z } from 'tributary/sdk';
import type { Database, JobDefinition, SearchIndex, Transaction } from '#platform';
import { ChunkEntity } from './chunk.entity.js';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { indexedDocument } from './ingest/indexed-document.js';

const payload = z.object({});
const batch = 50;
const batchMs = 60_000;
const first = '00000000-0000-0000-0000-000000000000';

/** Builds a tenant's search index anew from the database, beside the current one, then switches. */
export function rebuildJob({
  database,
  search,
}: {
  database: Database;
  search: SearchIndex;
}): JobDefinition<typeof payload> {
  return {
    name: 'documents.rebuild-index',
    queue: 'system',
    payload,
    timeoutMs: 3_600_000,
    async run(_payload, { context: { tenant }, signal }) {
      const generation = await search.beginGeneration(tenant, signal);
      const fillAfter = (after: string) =>
        database.tenant(
          tenant,
          async (tx) => {
            const documents = await lockBatch(tx, after);
            const found = await withChunks(tx, documents);
            if (found.length > 0) await search.fill(tenant, generation, found, signal);
            return documents.at(-1)?.id ?? null;
          },
          { signal, timeoutMs: batchMs },
        );
      for (let last: string | null = first; last !== null; ) last = await fillAfter(last);
      await search.switchGeneration(tenant, generation, signal);
    },
  };
}

/** Locked until they are in: who deletes or shares one of them meanwhile comes after. */
function lockBatch({ em }: Transaction, after: string): Promise<DocumentRow[]> {
  const searchable = {
    id: { $gt: after },
    status: { $in: ['PROCESSING' as const, 'READY' as const, 'NEEDS_REVIEW' as const] },
  };
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  return em.find(DocumentEntity, searchable, { orderBy: { id: 'asc' }, limit: batch, lockMode });
}

/** What is still being read and was never cut into passages is indexed by its own job. */
async function withChunks({ em }: Transaction, documents: readonly DocumentRow[]) {
  const versionIds = documents.map(({ versionId }) => versionId);
  const ofVersions = { versionId: { $in: versionIds } };
  const chunks = await em.find(ChunkEntity, ofVersions, { orderBy: { ordinal: 'asc' } });
  const byVersion = Map.groupBy(chunks, ({ versionId }) => versionId);
  return documents
    .filter(({ status, versionId }) => status !== 'PROCESSING' || byVersion.has(versionId))
    .map((document) => indexedDocument(document, byVersion.get(document.versionId) ?? []));
}
