import type { EmbeddingSpace } from '#platform';
import type { IndexFile } from './index-file.js';
import type { IndexedDocument, IndexedVector } from './port.js';

/** The space of a file's vectors; that of its first vector where none was set; null without any. */
export function spaceOf(file: IndexFile): EmbeddingSpace | null {
  const known = file.get<EmbeddingSpace>('select model, dimensions from space');
  const found = () =>
    file.get<EmbeddingSpace>('select model, length(embedding) / 4 as dimensions from vector limit 1');
  return known ?? found() ?? null;
}

export function setSpace(file: IndexFile, { model, dimensions }: EmbeddingSpace): void {
  file.run('insert or replace into space (only, model, dimensions) values (1, ?, ?)', model, dimensions);
}

/** Whether vectors of the one can be compared with those of the other. */
export function inSpace({ model, values }: IndexedVector, space: EmbeddingSpace): boolean {
  return model === space.model && values.length === space.dimensions;
}

/** The space that a file without one takes. */
export function firstSpace(document: IndexedDocument): EmbeddingSpace | null {
  const first = document.chunks.find(({ vectors }) => vectors?.length)?.vectors?.[0];
  return first ? { model: first.model, dimensions: first.values.length } : null;
}
