import type { IndexedDocument, IndexedFacts, IndexedVector } from '#platform/search';
import type { ChunkRow } from '../chunk.entity.js';
import type { DocumentRow } from '../document.entity.js';

/** A document as the search index keeps it, with the vectors of each of its chunks. */
export function indexedDocument(
  document: DocumentRow,
  chunks: readonly ChunkRow[],
  facts: IndexedFacts | undefined,
  vectors: readonly (readonly IndexedVector[])[] = [],
): IndexedDocument {
  return {
    documentId: document.id,
    versionId: document.versionId,
    title: document.title ?? document.name,
    kind: document.kind ?? null,
    language: document.language ?? null,
    metadata: { name: document.name },
    access: document.access,
    ...(facts ? { facts } : {}),
    chunks: chunks.map(({ ordinal, page, start, end, text }, at) => {
      const own = vectors[at] ?? [];
      return { ordinal, page, start, end, text, ...(own.length > 0 ? { vectors: own } : {}) };
    }),
  };
}
