import type { Database, SearchIndex } from '#platform';
import type { DocumentStatus } from './document.entity.js';
import { factsOf } from './ingest/document-facts.js';
import { lockDocument } from './lock-document.js';

/** What is found in these states; one that is read anew is found as it was before until it is indexed again. */
const searchable: ReadonlySet<DocumentStatus> = new Set(['PROCESSING', 'READY', 'NEEDS_REVIEW']);

/**
 * Brings what the search index keeps of a document in line with what became of it: its readers, its facts, or its absence. The
 * row is locked meanwhile, so of several changes the index ends with the last.
 */
export async function alignIndex(
  { database, search }: { database: Database; search: SearchIndex },
  { tenant, documentId }: { tenant: string; documentId: string },
  signal: AbortSignal,
): Promise<void> {
  await database.tenant(
    tenant,
    async (tx) => {
      const document = await lockDocument(tx, documentId);
      if (document && searchable.has(document.status)) {
        await search.setAccess(tenant, documentId, document.access, signal);
        const facts = (await factsOf(tx, [document])).get(document.versionId);
        if (facts) await search.setFacts(tenant, documentId, facts, signal);
      } else await search.remove(tenant, [documentId], signal);
    },
    { signal },
  );
}
