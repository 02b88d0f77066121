import { z } from 'tributary/sdk';
import type { Database, JobDefinition, SearchIndex } from '#platform';
import { DocumentEntity } from './document.entity.js';

const payload = z.object({ documentId: z.uuid() });

/** Brings a document's access list into the search index. */
export function shareJob({
  database,
  search,
}: {
  database: Database;
  search: SearchIndex;
}): JobDefinition<typeof payload> {
  return {
    name: 'documents.share',
    queue: 'system',
    payload,
    async run({ documentId }, { context, signal }) {
      const document = await database.tenant(context.tenant, (tx) =>
        tx.em.findOne(DocumentEntity, { id: documentId }),
      );
      if (document) await search.setAccess(context.tenant, documentId, document.access, signal);
    },
  };
}
