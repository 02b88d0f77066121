import type { IndexFile } from './index-file.js';
import type { IndexedVector, NearPassageHit } from './port.js';
import { asBytes } from './postings.js';

/** How many nearest passages take part in a query. */
const NEAREST = 100;
/** To SQLite, no limit. */
const ALL = -1;

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
  // Few callers may read so little that the nearest of all hold too few of theirs; then every vector is looked at.
  for (const limit of [most * 4, ALL]) {
    const found = distances(file, vector, limit);
    const readable = found.filter(({ document }) => admitted[document] === 1);
    if (readable.length >= most || found.length < limit || limit === ALL) return readable.slice(0, most);
  }
  return [];
}

/** The nearest passages of the whole file. */
export function nearestOf(file: IndexFile, vector: IndexedVector, most: number): NearPassageHit[] {
  return file.read(() =>
    distances(file, vector, most).map(({ document, passage, similarity }) => ({
      documentId: file.get<{ id: string }>('select id from document where number = ?', document)?.id ?? '',
      ordinal: passage - 1,
      similarity,
    })),
  );
}

/** The passages with a vector of the same space, nearest first. */
function distances(file: IndexFile, vector: IndexedVector, limit: number): NearPassage[] {
  const embedding = asBytes(Float32Array.from(vector.values));
  // A vector without a direction has no distance.
  const rows = file.all<{ document: number; passage: number; distance: number }>(
    `select document, ordinal as passage, vec_distance_cosine(embedding, ?) as distance
     from vector where model = ? and length(embedding) = ? and distance is not null
     order by distance, document, ordinal limit ?`,
    embedding,
    vector.model,
    embedding.byteLength,
    limit,
  );
  return rows.map(({ document, passage, distance }) => ({ document, passage, similarity: 1 - distance }));
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
