import type { Analysis, AnalysisLanguage } from './analysis.js';
import type { IndexedDocument } from './port.js';
import { termsInOrder } from './word-order.js';

/** How many times a word of the title counts; chosen with the parameters of the ranking. */
const TITLE_WEIGHT = 3;

/** What is indexed of a document: for each term, how often it stands in each chunk (0: title and metadata). */
export interface DocumentTerms {
  occurrences: Map<string, Map<number, number>>;
  /** Terms in all, those of the title weighted. */
  length: number;
  /** The terms of each chunk from 1 in their order; null ends a sentence. */
  orders: (string | null)[][];
}

/** Counts the terms of a document. */
export function documentTerms(
  document: IndexedDocument,
  analysis: Analysis,
  language: AnalysisLanguage,
): DocumentTerms {
  const terms: DocumentTerms = { occurrences: new Map(), length: 0, orders: [] };
  const count = (chunk: number, text: string, weight: number) => {
    const tokens = analysis.tokens(text, language);
    if (chunk > 0) terms.orders.push(termsInOrder(text, tokens));
    for (const { term } of tokens) {
      const chunks = terms.occurrences.get(term) ?? new Map<number, number>();
      terms.occurrences.set(term, chunks.set(chunk, (chunks.get(chunk) ?? 0) + weight));
      terms.length += weight;
    }
  };
  count(0, document.title, TITLE_WEIGHT);
  for (const value of Object.values(document.metadata ?? {})) count(0, value, 1);
  for (const [index, { text }] of document.chunks.entries()) count(index + 1, text, 1);
  return terms;
}

/** The same seen from the chunks: chunk -> term and frequency by turns; `number` names a term. */
export function termsByChunk(
  { occurrences }: DocumentTerms,
  number: (term: string) => number,
): Map<number, number[]> {
  const chunks = new Map<number, number[]>();
  for (const [term, frequencies] of occurrences) {
    for (const [chunk, frequency] of frequencies) {
      const pairs = chunks.get(chunk);
      if (pairs === undefined) chunks.set(chunk, [number(term), frequency]);
      else pairs.push(number(term), frequency);
    }
  }
  return chunks;
}
