import type { IndexFile } from './index-file.js';
import type { IndexedVector, NearPassageHit } from './port.js';
import { asBytes } from './postings.js';

/** How many nearest passages take part in a query. */
const NEAREST = 100;

/** A passage near the query's embedding. */
export interface NearPassage {
  document: number;
  passage: number;
  /** Cosine, 1 for the same direction. */
  similarity: number;
}

/**
 * The readable passages nearest to an embedding of the same model, nearest first: exact, by sqlite-vec's distance
 * over an ordinary table, so that a deleted vector leaves no bytes and rights are applied before the best are taken.
 */
export function nearestPassages(
  file: IndexFile,
  vector: IndexedVector,
  admitted: Uint8Array,
  most = NEAREST,
): NearPassage[] {
  return distances(file, vector)
    .filter(({ document }) => admitted[document] === 1)
    .sort(nearestFirst)
    .slice(0, most);
}

/** The nearest passages of the whole file. */
export function nearestOf(file: IndexFile, vector: IndexedVector, most: number): NearPassageHit[] {
  return file.read(() =>
    distances(file, vector)
      .sort(nearestFirst)
      .slice(0, most)
      .map(({ document, passage, similarity }) => ({
        documentId: file.get<{ id: string }>('select id from document where number = ?', document)?.id ?? '',
        ordinal: passage - 1,
        similarity,
      })),
  );
}

const nearestFirst = (left: NearPassage, right: NearPassage) =>
  right.similarity - left.similarity || left.document - right.document || left.passage - right.passage;

/** Every passage with a vector of the same space. */
function distances(file: IndexFile, vector: IndexedVector): NearPassage[] {
  const embedding = asBytes(Float32Array.from(vector.values));
  const rows = file.all<{ document: number; passage: number; distance: number | null }>(
    `select document, ordinal as passage, vec_distance_cosine(embedding, ?) as distance
     from vector where model = ? and length(embedding) = ?`,
    embedding,
    vector.model,
    embedding.byteLength,
  );
  return rows
    .filter(({ distance }) => distance !== null)
    .map(({ document, passage, distance }) => ({ document, passage, similarity: 1 - (distance ?? 1) }));
}

/**
 * Joins rankings by the sum of 1 / (60 + rank): reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009).
 * Returns key -> score.
 */
export function fuseRanks<Key>(rankings: readonly (readonly Key[])[]): Map<Key, number> {
  const fused = new Map<Key, number>();
  for (const ranking of rankings) {
    for (const [rank, key] of ranking.entries()) fused.set(key, (fused.get(key) ?? 0) + 1 / (61 + rank));
  }
  return fused;
}
