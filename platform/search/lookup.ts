import type { QueryWord } from './analysis.js';
import type { IndexFile } from './index-file.js';
import { asUint16 } from './postings.js';
import { BLOCK } from './schema.js';

/** The stored occurrences of one word of a query, in all its variants. */
export interface WordPostings {
  readonly weight: number;
  readonly blocks: readonly { readonly first: number; readonly entries: Uint16Array }[];
}

/** Reads the postings of a query's words; words that no document has are left out. */
export function lookUp(file: IndexFile, words: readonly QueryWord[]): WordPostings[] {
  return words
    .map(({ variants, count }) => ({
      weight: count,
      blocks: variants.flatMap((variant) => {
        const term = file.get<{ number: number }>('select number from term where text = ?', variant)?.number;
        return term === undefined ? [] : postingsOf(file, term);
      }),
    }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** Reads the postings of one term by its number. */
export function postingsOf(file: IndexFile, term: number): { first: number; entries: Uint16Array }[] {
  return file
    .all<{ block: number; entries: Uint8Array }>('select block, entries from posting where term = ?', term)
    .map(({ block, entries }) => ({ first: block * BLOCK, entries: asUint16(entries) }));
}
