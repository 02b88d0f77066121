import type { PostingBlock, WordPostings } from './lookup.js';
import type { Readable } from './readable.js';
import { lengthOf, type Summaries } from './summaries.js';

/*
 * BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over whole documents, the title as
 * a field that counts three times (BM25F's weighting before saturation). k1, b and the title's weight were chosen
 * on the development queries of scifact and cranfield together, so that neither half of either set lost.
 */
export const K1 = 1.4;
export const B = 0.6;

/** A document's or passage's number with its score. */
export interface Scored {
  number: number;
  score: number;
}

/** Scores by document number, and the documents that have any of the words. */
export interface DocumentScores {
  readonly scores: Float64Array;
  readonly matched: readonly number[];
  /** How much each word tells among the readable documents; 0 when none has it. */
  readonly informations: readonly number[];
  /** By document number: 1 when it has a word as it is written. */
  readonly lexical: Uint8Array;
  /** By document number: 1 when a related word adds to its score. */
  readonly learned: Uint8Array;
}

/** What a related word adds to a document that has the word itself. */
const BESIDE = 0.3;

/**
 * Scores every readable document for the words; all statistics are those of the readable documents. Of the words that are
 * related to one, the best in the document counts: in its place, or for a share beside it.
 */
export function rankDocuments(
  words: readonly WordPostings[],
  readable: Readable,
  summaries: Summaries,
): DocumentScores {
  const scores = new Float64Array(summaries.size);
  const found = new Uint8Array(summaries.size);
  const own = new Float64Array(summaries.size);
  const beside = new Float64Array(summaries.size);
  const frequencies = new Float64Array(summaries.size);
  const lexical = new Uint8Array(summaries.size);
  const learned = new Uint8Array(summaries.size);
  const score = (blocks: readonly PostingBlock[], take: (document: number, value: number) => void) => {
    const touched = gather(blocks, readable.documents, frequencies);
    const information = inverseFrequency(readable.count, touched.length);
    for (const document of touched) {
      const length = lengthOf(summaries, document) / readable.averageLength;
      take(document, saturated(frequencies[document] ?? 0, length));
      frequencies[document] = 0;
    }
    return touched.length === 0 ? 0 : information;
  };
  const matched: number[] = [];
  const find = (document: number) => {
    if (found[document] === 1) return;
    found[document] = 1;
    matched.push(document);
  };
  const informations = words.map(({ blocks, related, weight }) => {
    const touched: number[] = [];
    const exact = score(blocks, (document, value) => {
      find(document);
      lexical[document] = 1;
      touched.push(document);
      own[document] = value;
    });
    let most = exact;
    for (const { blocks: others, share, finds } of related) {
      const near: [document: number, value: number][] = [];
      const information = score(others, (document, value) => near.push([document, value]));
      if (exact === 0) most = Math.max(most, information);
      const worth = share * (exact === 0 ? information : Math.min(exact, information));
      for (const [document, value] of near) {
        if (finds) find(document);
        learned[document] = 1;
        if (own[document] === 0 && beside[document] === 0) touched.push(document);
        beside[document] = Math.max(beside[document] ?? 0, worth * value);
      }
    }
    for (const document of touched) {
      const itself = exact * (own[document] ?? 0);
      const other = beside[document] ?? 0;
      const together = itself === 0 ? other : Math.max(itself, other) + BESIDE * Math.min(itself, other);
      scores[document] = (scores[document] ?? 0) + weight * together;
      own[document] = 0;
      beside[document] = 0;
    }
    return most;
  });
  return { scores, matched, informations, lexical, learned };
}

/** Sums the frequencies of a term's occurrences by admitted document; returns the documents. */
export function gather(
  blocks: WordPostings['blocks'],
  admitted: Uint8Array,
  frequencies: Float64Array,
): number[] {
  const touched: number[] = [];
  for (const { first, entries } of blocks) {
    for (let index = 0; index < entries.length; index += 3) {
      const document = first + (entries[index] ?? 0);
      if (admitted[document] !== 1) continue;
      if (frequencies[document] === 0) touched.push(document);
      frequencies[document] = (frequencies[document] ?? 0) + (entries[index + 2] ?? 0);
    }
  }
  return touched;
}

/** The idf of Lucene's BM25: never negative. */
export function inverseFrequency(documents: number, having: number): number {
  return Math.log(1 + (documents - having + 0.5) / (having + 0.5));
}

/** How a frequency counts in a text of this relative length. */
export function saturated(frequency: number, relativeLength: number): number {
  return (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength));
}

/** Best first; equal scores by number, so that pages are stable. */
export function byScore(left: Scored, right: Scored): number {
  return right.score - left.score || left.number - right.number;
}

/** The best of some numbers, best first. Sorts no more than it must: the rest of a large match is never sorted. */
export function topScored(
  numbers: Iterable<number>,
  score: (number: number) => number,
  most: number,
): Scored[] {
  const kept: Scored[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const number of numbers) {
    const value = score(number);
    if (value < least) continue;
    kept.push({ number, score: value });
    if (kept.length < 2 * most + 64) continue;
    kept.sort(byScore).length = most;
    least = kept.at(-1)?.score ?? least;
  }
  return kept.sort(byScore).slice(0, most);
}
