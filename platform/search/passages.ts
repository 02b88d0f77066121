import type { WordPostings } from './lookup.js';
import { K1 } from './ranking.js';

/** Chunks of a document are numbered from 1 below this. */
const CHUNKS = 65_536;

/** Names a passage by its document and its chunk (from 1). */
export const passageKey = (document: number, chunk: number): number => document * CHUNKS + chunk;
export const documentOf = (passage: number): number => Math.floor(passage / CHUNKS);
export const chunkOf = (passage: number): number => passage % CHUNKS;

/**
 * Scores the passages of the admitted documents by the words that stand in them: BM25 without length
 * normalisation, since passages are cut to about one length. Returns passage -> score, for those with a word.
 */
export function scorePassages(
  words: readonly WordPostings[],
  informations: readonly number[],
  admitted: Uint8Array,
): Map<number, number> {
  const scores = new Map<number, number>();
  for (const [position, { blocks, weight }] of words.entries()) {
    const worth = weight * (informations[position] ?? 0) * (K1 + 1);
    for (const { first, entries } of blocks) {
      for (let index = 0; index < entries.length; index += 3) {
        const document = first + (entries[index] ?? 0);
        const chunk = entries[index + 1] ?? 0;
        if (chunk === 0 || admitted[document] !== 1) continue;
        const frequency = entries[index + 2] ?? 0;
        const passage = passageKey(document, chunk);
        scores.set(passage, (scores.get(passage) ?? 0) + (worth * frequency) / (frequency + K1));
      }
    }
  }
  return scores;
}

/** The best passage of each document and its score. */
export function bestPassages(
  scores: ReadonlyMap<number, number>,
): Map<number, { chunk: number; score: number }> {
  const best = new Map<number, { chunk: number; score: number }>();
  for (const [passage, score] of scores) {
    const document = documentOf(passage);
    const chunk = chunkOf(passage);
    const known = best.get(document);
    if (known === undefined || score > known.score || (score === known.score && chunk < known.chunk))
      best.set(document, { chunk, score });
  }
  return best;
}
