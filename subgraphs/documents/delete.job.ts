import { z } from 'tributary/sdk';
import type {
  Blobs,
  Database,
  JobDefinition,
  Outbox,
  SearchIndex,
  Transaction,
  WorkerTools,
} from '#platform';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { readAgain } from './read-again.js';
import { RelationEntity } from './relation.entity.js';
import { VersionEntity } from './version.entity.js';

const payload = z.object({ documentId: z.uuid() });

interface Parts {
  database: Database;
  outbox: Outbox;
  blobs: Blobs;
  search: SearchIndex;
}

/** Erases what every store keeps of a deleted document: index, bytes, other rooms, rows. May run twice. */
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
      // The bytes before the rows that name them, or a crash between the two would leave them for ever.
      for (const key of await database.tenant(context.tenant, (tx) => ownBlobs(tx, documentId)))
        await blobs.delete(context.tenant, key);
      await database.tenant(context.tenant, async (tx) => {
        const related = await adviceRestsOn(tx, documentId);
        for (const eraser of worker.erasers) await eraser.document?.(tx, documentId);
        const deleted = await tx.em.nativeDelete(DocumentEntity, { id: documentId });
        if (deleted === 0) return;
        await outbox.event(tx, context, 'document.deleted', { documentId });
        for (const document of related) await readAgain(tx, outbox, context, document);
      });
    },
  };
}

/** Bytes that another document was made of as well are not its own. */
async function ownBlobs(tx: Transaction, documentId: string): Promise<string[]> {
  const versions = await tx.em.find(VersionEntity, { documentId });
  const keys = versions.map(({ blobKey }) => blobKey);
  const others = await tx.em.find(VersionEntity, { blobKey: { $in: keys }, documentId: { $ne: documentId } });
  return keys.filter((key) => !others.some(({ blobKey }) => blobKey === key));
}

/** Documents that are advised as duplicates or partners of this one: without it the advice is another. */
async function adviceRestsOn(tx: Transaction, documentId: string): Promise<DocumentRow[]> {
  const relations = await tx.em.find(RelationEntity, { relatedId: documentId, relation: { $ne: 'SIMILAR' } });
  const ids = relations.map((relation) => relation.documentId);
  return tx.em.find(DocumentEntity, { id: { $in: ids }, status: { $in: ['READY', 'NEEDS_REVIEW'] } });
}
