import type { IndexedDocument } from '#platform/search';
import type { ChunkRow } from '../chunk.entity.js';
import type { DocumentRow } from '../document.entity.js';

/** A document as the search index keeps it. */
export function indexedDocument(document: DocumentRow, chunks: readonly ChunkRow[]): IndexedDocument {
  return {
    documentId: document.id,
    versionId: document.versionId,
    title: document.title ?? document.name,
    kind: document.kind ?? null,
    language: document.language ?? null,
    metadata: { name: document.name },
    access: document.access,
    chunks: chunks.map(({ ordinal, page, start, end, text, embedding, embeddingModel }) => ({
      ordinal,
      page,
      start,
      end,
      text,
      vector: embedding && embeddingModel ? { model: embeddingModel, values: embedding } : null,
    })),
  };
}
