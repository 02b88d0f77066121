import { z } from 'tributary/sdk';
import type { Blobs, Database, JobDefinition, Outbox, SearchIndex, WorkerTools } from '#platform';
import { DocumentEntity } from './document.entity.js';
import { VersionEntity } from './version.entity.js';

const payload = z.object({ documentId: z.uuid() });

interface Parts {
  database: Database;
  outbox: Outbox;
  blobs: Blobs;
  search: SearchIndex;
}

/** Erases what every store keeps of a deleted document: index, other rooms, rows, bytes. May run twice. */
export function deleteJob(
  { database, outbox, blobs, search }: Parts,
  worker: WorkerTools,
): JobDefinition<typeof payload> {
  return {
    name: 'documents.delete',
    queue: 'system',
    payload,
    async run({ documentId }, { context, signal }) {
      await search.remove(context.tenant, [documentId], signal);
      const orphaned = await database.tenant(context.tenant, async (tx) => {
        const versions = await tx.em.find(VersionEntity, { documentId });
        for (const eraser of worker.erasers) await eraser.document?.(tx, documentId);
        await tx.em.nativeDelete(DocumentEntity, { id: documentId });
        if (versions.length > 0) await outbox.event(tx, context, 'document.deleted', { documentId });
        // Bytes that another document was made of as well stay.
        const keys = versions.map(({ blobKey }) => blobKey);
        const kept = await tx.em.find(VersionEntity, { blobKey: { $in: keys } });
        return keys.filter((key) => !kept.some(({ blobKey }) => blobKey === key));
      });
      for (const key of orphaned) await blobs.delete(context.tenant, key);
    },
  };
}
