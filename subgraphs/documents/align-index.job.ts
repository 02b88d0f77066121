import { z } from 'tributary/sdk';
import type { Database, JobDefinition, SearchIndex } from '#platform';
import { alignIndex } from './align-index.js';

const payload = z.object({ documentId: z.uuid() });

/** After a change of readers, or an end that takes a document out of the index. */
export function alignIndexJob(parts: {
  database: Database;
  search: SearchIndex;
}): JobDefinition<typeof payload> {
  return {
    name: 'documents.align-index',
    queue: 'system',
    payload,
    run: ({ documentId }, { context: { tenant }, signal }) =>
      alignIndex(parts, { tenant, documentId }, signal),
  };
}
