import { z } from 'tributary/sdk';
import type { Database, JobDefinition, SearchIndex } from '#platform';
import { ChunkEntity } from './chunk.entity.js';
import { DocumentEntity } from './document.entity.js';
import { indexedDocument } from './ingest/indexed-document.js';

const payload = z.object({});
const batch = 50;

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
      let after = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const documents = await database.tenant(tenant, async ({ em }) => {
          const indexed = {
            id: { $gt: after },
            status: { $in: ['READY' as const, 'NEEDS_REVIEW' as const] },
          };
          const rows = await em.find(DocumentEntity, indexed, { orderBy: { id: 'asc' }, limit: batch });
          const versionIds = rows.map(({ versionId }) => versionId);
          const chunks = await em.find(
            ChunkEntity,
            { versionId: { $in: versionIds } },
            { orderBy: { ordinal: 'asc' } },
          );
          const byVersion = Map.groupBy(chunks, ({ versionId }) => versionId);
          return rows.map((row) => indexedDocument(row, byVersion.get(row.versionId) ?? []));
        });
        if (documents.length === 0) break;
        await search.fill(tenant, generation, documents, signal);
        after = documents.at(-1)?.documentId ?? after;
      }
      await search.switchGeneration(tenant, generation, signal);
    },
  };
}
