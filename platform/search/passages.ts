import type { WordPostings } from './lookup.js';
import { byScore, type Scored, saturated } from './ranking.js';
import type { Readable } from './readable.js';
import { chunksOf, lengthOf, type Summaries } from './summaries.js';

/** Chunks of a document are numbered from 1 below this. */
const CHUNKS = 65_536;

/** Names a passage by its document and its chunk (from 1). */
export const passageKey = (document: number, chunk: number): number => document * CHUNKS + chunk;
export const documentOf = (passage: number): number => Math.floor(passage / CHUNKS);
export const chunkOf = (passage: number): number => passage % CHUNKS;

/** Scores of passages, each read together with the title of its document. */
export interface PassageScores {
  /** Passage -> score, for passages that have a word themselves. */
  readonly passages: ReadonlyMap<number, number>;
  /** Document -> what its title and metadata alone score. */
  readonly titles: ReadonlyMap<number, number>;
}

/**
 * Scores the passages of the wanted documents by BM25, as if each, with the title, were a document. The length of a
 * passage is taken as its share of the document, so a document of one passage scores as it does as a whole.
 */
export function scorePassages(
  words: readonly WordPostings[],
  informations: readonly number[],
  wanted: Uint8Array,
  summaries: Summaries,
  { averageLength }: Readable,
): PassageScores {
  const passages = new Map<number, number>();
  const titles = new Map<number, number>();
  const scored = words.flatMap(({ blocks, related, weight }, position) => {
    const worth = weight * (informations[position] ?? 0);
    return [
      { worth, blocks },
      ...related.map(({ share, blocks: others }) => ({ worth: worth * share, blocks: others })),
    ];
  });
  for (const { worth, blocks } of scored) {
    for (const { first, entries } of blocks) {
      let titled = -1;
      let inTitle = 0;
      for (let index = 0; index < entries.length; index += 3) {
        const document = first + (entries[index] ?? 0);
        if (wanted[document] !== 1) continue;
        const chunk = entries[index + 1] ?? 0;
        const frequency = entries[index + 2] ?? 0;
        const length =
          lengthOf(summaries, document) / Math.max(1, chunksOf(summaries, document)) / averageLength;
        if (chunk === 0) {
          titled = document;
          inTitle = frequency;
          titles.set(document, (titles.get(document) ?? 0) + worth * saturated(frequency, length));
          continue;
        }
        const before = titled === document ? inTitle : 0;
        const gain = saturated(before + frequency, length) - saturated(before, length);
        const passage = passageKey(document, chunk);
        passages.set(passage, (passages.get(passage) ?? 0) + worth * gain);
      }
    }
  }
  for (const [passage, score] of passages)
    passages.set(passage, score + (titles.get(documentOf(passage)) ?? 0));
  return { passages, titles };
}

/** The best passage of a document; its first when only the title has a word. */
export interface BestPassage {
  chunk: number;
  score: number;
}

/** The best passage of each document. */
export function bestPassages({ passages, titles }: PassageScores): Map<number, BestPassage> {
  const best = new Map<number, BestPassage>(
    [...titles].map(([document, score]) => [document, { chunk: 1, score }]),
  );
  for (const [passage, score] of passages) {
    const document = documentOf(passage);
    const chunk = chunkOf(passage);
    const known = best.get(document);
    if (known === undefined || score > known.score || (score === known.score && chunk < known.chunk))
      best.set(document, { chunk, score });
  }
  return best;
}

/** The best passages of some documents that have a word, the best first. */
export function bestOrdinals(
  { passages }: PassageScores,
  documents: readonly number[],
  most: number,
): Map<number, number[]> {
  const scored = new Map<number, Scored[]>(documents.map((document) => [document, []]));
  for (const [passage, score] of passages)
    scored.get(documentOf(passage))?.push({ number: chunkOf(passage), score });
  return new Map(
    [...scored].map(([document, chunks]) => [
      document,
      chunks
        .sort(byScore)
        .slice(0, most)
        .map(({ number }) => number),
    ]),
  );
}
