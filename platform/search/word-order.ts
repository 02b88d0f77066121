import type { Token } from '#text';
import type { IndexFile } from './index-file.js';
import { asBytes, asUint16, asUint32 } from './postings.js';

/**
 * The words of a passage in their order: each by its place among the passage's `terms`, from 1; 0 ends a sentence. Added
 * to format 2, which reads the same without it: what has none is ranked without its sentences.
 */
export const WORD_ORDER_TABLE =
  'create table if not exists word_order (document integer not null, ordinal integer not null, places blob not null, primary key (document, ordinal)) without rowid';

/** What ends a sentence between two words. */
const END = /[.!?](?=\s|$)|[。！？\n]/u;
const SENTENCE_END = 0;

/** Terms of a text in order; null ends a sentence. */
export function termsInOrder(text: string, tokens: readonly Token[]): (string | null)[] {
  const terms: (string | null)[] = [];
  let end = 0;
  for (const token of tokens) {
    if (terms.length > 0 && token.start > end && END.test(text.slice(end, token.start))) terms.push(null);
    terms.push(token.term);
    end = Math.max(end, token.end);
  }
  return terms;
}

/** Stores the order of a passage whose terms are stored as these pairs. */
export function putWordOrder(
  file: IndexFile,
  passage: { document: number; ordinal: number },
  terms: readonly (number | null)[],
  pairs: readonly number[],
): void {
  const places = new Map<number, number>();
  for (let index = 0; index < pairs.length; index += 2) places.set(pairs[index] ?? 0, index / 2 + 1);
  const order = Uint16Array.from(terms, (term) => (term === null ? SENTENCE_END : (places.get(term) ?? 0)));
  const sql = 'insert or replace into word_order (document, ordinal, places) values (?, ?, ?)';
  file.run(sql, passage.document, passage.ordinal, asBytes(order));
}

export function removeWordOrder(file: IndexFile, document: number): void {
  file.run('delete from word_order where document = ?', document);
}

/** The terms of each sentence of a passage, of those that are asked for. */
export function sentencesOf(
  file: IndexFile,
  { document, ordinal }: { document: number; ordinal: number },
  wanted: ReadonlySet<number> | ReadonlyMap<number, unknown>,
): number[][] {
  const row = file.get<{ terms: Uint8Array; places: Uint8Array }>(
    `select terms, places from chunk join word_order using (document, ordinal) where document = ? and ordinal = ?`,
    document,
    ordinal,
  );
  if (row === undefined) return [];
  const pairs = asUint32(row.terms);
  const terms: number[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    const term = pairs[index] ?? 0;
    terms.push(wanted.has(term) ? term : 0);
  }
  const sentences: number[][] = [];
  let open: number[] = [];
  for (const place of asUint16(row.places)) {
    const term = place === SENTENCE_END ? 0 : (terms[place - 1] ?? 0);
    if (term !== 0) open.push(term);
    if (place !== SENTENCE_END || open.length === 0) continue;
    sentences.push(open);
    open = [];
  }
  return open.length === 0 ? sentences : [...sentences, open];
}
