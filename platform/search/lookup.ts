import type { QueryWord } from './analysis.js';
import type { IndexFile } from './index-file.js';
import { asUint16 } from './postings.js';
import { BLOCK } from './schema.js';

/** The occurrences of one term in up to 1,024 documents from `first` on. */
export interface PostingBlock {
  readonly first: number;
  readonly entries: Uint16Array;
}

/** The stored occurrences of something that is scored. */
export interface WeightedPostings {
  readonly weight: number;
  readonly blocks: readonly PostingBlock[];
}

/** The stored occurrences of one word of a query, in all its variants. */
export interface WordPostings extends WeightedPostings {
  /** Numbers of its terms. */
  readonly terms: readonly number[];
  /** Words that the documents use beside it. */
  readonly related: readonly RelatedPostings[];
}

/** The occurrences of a word that is related to one of a query. */
export interface RelatedPostings {
  readonly term: number;
  readonly text: string;
  readonly blocks: readonly PostingBlock[];
  /** What it counts beside the word itself, 0 to 1. */
  readonly share: number;
  /** Whether a document is found by it alone; else it only moves those that are found. */
  readonly finds: boolean;
}

/** Reads the postings of a query's words as they are written. */
export function lookUp(file: IndexFile, words: readonly QueryWord[]): WordPostings[] {
  return words.map(({ variants, count }) => {
    const terms = variants.flatMap(
      (variant) =>
        file.get<{ number: number }>('select number from term where text = ?', variant)?.number ?? [],
    );
    return { weight: count, terms, blocks: terms.flatMap((term) => postingsOf(file, term)), related: [] };
  });
}

/** The postings of one term by its number; within a transaction that has asked for the directory. */
export function postingsOf(file: IndexFile, term: number): PostingBlock[] {
  return file.postings.of(term, () =>
    file
      .all<{ block: number; entries: Uint8Array }>('select block, entries from posting where term = ?', term)
      .map(({ block, entries }) => ({ first: block * BLOCK, entries: asUint16(entries) })),
  );
}

/** Whether an admitted document has one of the occurrences. */
export function isIn(blocks: readonly PostingBlock[], admitted: Uint8Array): boolean {
  return blocks.some(({ first, entries }) => {
    for (let index = 0; index < entries.length; index += 3)
      if (admitted[first + (entries[index] ?? 0)] === 1) return true;
    return false;
  });
}
