import type { Token } from '#text';
import type { IndexFile } from './index-file.js';
import { asBytes, asUint32 } from './postings.js';

/**
 * The terms of a passage in their order, by number; 0 ends a sentence. Added to format 2, which reads the same without it:
 * what has none is ranked without its sentences.
 */
export const WORD_ORDER_TABLE =
  'create table if not exists word_order (document integer not null, ordinal integer not null, terms blob not null, primary key (document, ordinal)) without rowid';

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

/** Stores the order of a passage. */
export function putWordOrder(
  file: IndexFile,
  { document, ordinal }: { document: number; ordinal: number },
  terms: readonly (number | null)[],
): void {
  const order = Uint32Array.from(terms, (term) => term ?? SENTENCE_END);
  const sql = 'insert or replace into word_order (document, ordinal, terms) values (?, ?, ?)';
  file.run(sql, document, ordinal, asBytes(order));
}

export function removeWordOrder(file: IndexFile, document: number): void {
  file.run('delete from word_order where document = ?', document);
}

/** The terms of each sentence of a passage, of those that are asked for. */
export function sentencesOf(
  file: IndexFile,
  { document, ordinal }: { document: number; ordinal: number },
  wanted: ReadonlyMap<number, unknown>,
): number[][] {
  const sql = 'select terms from word_order where document = ? and ordinal = ?';
  const row = file.get<{ terms: Uint8Array }>(sql, document, ordinal);
  const sentences: number[][] = [];
  let open: number[] = [];
  for (const term of row === undefined ? [] : asUint32(row.terms)) {
    if (term !== SENTENCE_END) {
      if (wanted.has(term)) open.push(term);
    } else if (open.length > 0) {
      sentences.push(open);
      open = [];
    }
  }
  return open.length === 0 ? sentences : [...sentences, open];
}
