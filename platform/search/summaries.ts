import { asUint32 } from './postings.js';
import { BLOCK } from './schema.js';

/**
 * Numbers kept of each document: access list (0: no document), kind (0: none), weighted length in terms, chunks,
 * language.
 */
export const SUMMARY_WIDTH = 5;

/** What ranking needs of all documents of a file, by document number. */
export interface Summaries {
  /** Document numbers are below this. */
  readonly size: number;
  readonly values: Uint32Array;
}

/** Joins the stored blocks. */
export function joinSummaries(rows: readonly { block: number; entries: Uint8Array }[]): Summaries {
  const size = rows.reduce((most, { block }) => Math.max(most, (block + 1) * BLOCK), 0);
  const values = new Uint32Array(size * SUMMARY_WIDTH);
  for (const { block, entries } of rows) values.set(asUint32(entries), block * BLOCK * SUMMARY_WIDTH);
  return { size, values };
}

export const accessOf = ({ values }: Summaries, document: number): number =>
  values[document * SUMMARY_WIDTH] ?? 0;
export const kindOf = ({ values }: Summaries, document: number): number =>
  values[document * SUMMARY_WIDTH + 1] ?? 0;
export const lengthOf = ({ values }: Summaries, document: number): number =>
  values[document * SUMMARY_WIDTH + 2] ?? 0;
export const chunksOf = ({ values }: Summaries, document: number): number =>
  values[document * SUMMARY_WIDTH + 3] ?? 0;
export const languageOf = ({ values }: Summaries, document: number): number =>
  values[document * SUMMARY_WIDTH + 4] ?? 0;
