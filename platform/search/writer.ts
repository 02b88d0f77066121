import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import { type Analysis, type AnalysisLanguage } from './analysis.js';
import { type IndexFile, principalsText } from './index-file.js';
import type { IndexedDocument } from './port.js';
import {
  asBytes,
  asUint16,
  asUint32,
  blockOf,
  type Occurrences,
  offsetOf,
  replaceEntries,
} from './postings.js';
import { BLOCK } from './schema.js';
import { SUMMARY_WIDTH } from './summaries.js';

/** How many times a word of the title counts; chosen by cross-validation, see the ranking. */
const TITLE_WEIGHT = 3;
const MOST_CHUNKS = 65_534;

/** Term -> chunk -> frequency. */
type DocumentTerms = Map<string, Map<number, number>>;

/** Writes documents into one file. One batch is one transaction: `begin`, changes, `flush`. */
export class IndexWriter {
  /** Term number -> document number -> occurrences (none: taken out). */
  readonly #changes = new Map<number, Map<number, Occurrences>>();
  readonly #numbers = new Map<string, number>();

  constructor(
    private readonly file: IndexFile,
    private readonly analysis: Analysis,
  ) {}

  /** Replaces all that is kept of a document. A document that is there unchanged only gets its access list. */
  put(document: IndexedDocument): void {
    if (document.chunks.length > MOST_CHUNKS)
      throw new AppError('BAD_USER_INPUT', { reason: 'The document has too many passages' });
    const fingerprint = fingerprintOf(document);
    const known = this.#find(document.documentId);
    if (known?.fingerprint === fingerprint) {
      this.setAccess(document.documentId, document.access);
      return;
    }
    if (known !== undefined) this.#clear(known.number);
    const text = [document.title, ...document.chunks.slice(0, 5).map((chunk) => chunk.text)].join('\n');
    const language = this.analysis.languageOf(text, document.language);
    const row = [document.versionId, language, fingerprint];
    const number =
      known?.number ??
      this.file.run(
        'insert into document (id, version, language, fingerprint) values (?, ?, ?, ?)',
        document.documentId,
        ...row,
      );
    if (known !== undefined)
      this.file.run(
        'update document set version = ?, language = ?, fingerprint = ? where number = ?',
        ...row,
        number,
      );
    const length = this.#putChunks(number, document, language);
    this.#summarise(number, [
      this.#accessNumber(document.access),
      this.#kindNumber(document.kind),
      length,
      document.chunks.length,
    ]);
  }

  /** Takes a document out; false when it is not there. */
  remove(documentId: string): boolean {
    const known = this.#find(documentId);
    if (known === undefined) return false;
    this.#clear(known.number);
    this.file.run('delete from document where number = ?', known.number);
    this.#summarise(known.number, [0, 0, 0, 0]);
    return true;
  }

  /** Changes who may read a document; false when it is not there. */
  setAccess(documentId: string, access: readonly string[]): boolean {
    const known = this.#find(documentId);
    if (known === undefined) return false;
    this.#summarise(known.number, [this.#accessNumber(access)]);
    return true;
  }

  has(documentId: string): boolean {
    return this.#find(documentId) !== undefined;
  }

  /** Writes the postings of all changes, each block once, and forgets words that no document has any more. */
  flush(): void {
    for (const [term, documents] of this.#changes) {
      const blocks = new Map<number, Map<number, Occurrences>>();
      for (const [document, occurrences] of documents) {
        const block = blocks.get(blockOf(document)) ?? new Map<number, Occurrences>();
        blocks.set(blockOf(document), block.set(offsetOf(document), occurrences));
      }
      let emptied = false;
      for (const [block, changes] of blocks) emptied = this.#writeBlock(term, block, changes) || emptied;
      if (emptied) this.#forget(term);
    }
    this.#changes.clear();
  }

  /** Whether nothing is left of the block. */
  #writeBlock(term: number, block: number, changes: ReadonlyMap<number, Occurrences>): boolean {
    const stored = this.file.get<{ entries: Uint8Array }>(
      'select entries from posting where term = ? and block = ?',
      term,
      block,
    );
    const entries = replaceEntries(stored === undefined ? null : asUint16(stored.entries), changes);
    if (entries === null) {
      this.file.run('delete from posting where term = ? and block = ?', term, block);
      return true;
    }
    this.file.run(
      'insert into posting (term, block, entries) values (?, ?, ?) on conflict do update set entries = excluded.entries',
      term,
      block,
      asBytes(entries),
    );
    return false;
  }

  #forget(term: number): void {
    if (this.file.get('select 1 from posting where term = ? limit 1', term) === undefined)
      this.file.run('delete from term where number = ?', term);
  }

  #putChunks(number: number, document: IndexedDocument, language: AnalysisLanguage): number {
    const terms: DocumentTerms = new Map();
    const { analysis } = this;
    let length = count(terms, 0, analysis.tokens(document.title, language), TITLE_WEIGHT);
    for (const value of Object.values(document.metadata ?? {}))
      length += count(terms, 0, analysis.tokens(value, language), 1);
    for (const [index, chunk] of document.chunks.entries())
      length += count(terms, index + 1, analysis.tokens(chunk.text, language), 1);
    const forward = this.#record(number, terms);
    const insert =
      'insert into chunk (document, ordinal, page, start, end, text, terms) values (?, ?, ?, ?, ?, ?, ?)';
    this.file.run(insert, number, 0, 0, 0, 0, '', asBytes(Uint32Array.from(forward.get(0) ?? [])));
    for (const [index, { page, start, end, text, vector }] of document.chunks.entries()) {
      this.file.run(
        insert,
        number,
        index + 1,
        page,
        start,
        end,
        text,
        asBytes(Uint32Array.from(forward.get(index + 1) ?? [])),
      );
      if (vector == null) continue;
      this.file.run(
        'insert into vector (document, ordinal, model, embedding) values (?, ?, ?, ?)',
        number,
        index + 1,
        vector.model,
        asBytes(Float32Array.from(vector.values)),
      );
    }
    return length;
  }

  /** Notes the changed postings; returns chunk -> pairs of term and frequency. */
  #record(document: number, terms: DocumentTerms): Map<number, number[]> {
    const forward = new Map<number, number[]>();
    for (const [text, occurrences] of terms) {
      const term = this.#termNumber(text);
      this.#change(term, document, occurrences);
      for (const [chunk, frequency] of occurrences) {
        const pairs = forward.get(chunk);
        if (pairs === undefined) forward.set(chunk, [term, frequency]);
        else pairs.push(term, frequency);
      }
    }
    return forward;
  }

  /** Deletes chunks and vectors, and notes that the postings of the document go. */
  #clear(document: number): void {
    for (const { terms } of this.file.all<{ terms: Uint8Array }>(
      'select terms from chunk where document = ?',
      document,
    )) {
      const pairs = asUint32(terms);
      for (let index = 0; index < pairs.length; index += 2)
        this.#change(pairs[index] ?? 0, document, new Map());
    }
    this.file.run('delete from chunk where document = ?', document);
    this.file.run('delete from vector where document = ?', document);
  }

  #change(term: number, document: number, occurrences: Occurrences): void {
    const documents = this.#changes.get(term);
    if (documents === undefined) this.#changes.set(term, new Map([[document, occurrences]]));
    else documents.set(document, occurrences);
  }

  #summarise(document: number, values: readonly number[]): void {
    const block = blockOf(document);
    const stored = this.file.get<{ entries: Uint8Array }>(
      'select entries from summary where block = ?',
      block,
    );
    const entries =
      stored === undefined ? new Uint32Array(BLOCK * SUMMARY_WIDTH) : asUint32(stored.entries).slice();
    entries.set(values, offsetOf(document) * SUMMARY_WIDTH);
    this.file.run(
      'insert into summary (block, entries) values (?, ?) on conflict do update set entries = excluded.entries',
      block,
      asBytes(entries),
    );
  }

  #find(documentId: string): { number: number; fingerprint: string } | undefined {
    return this.file.get('select number, fingerprint from document where id = ?', documentId);
  }

  #termNumber(text: string): number {
    const known =
      this.#numbers.get(text) ??
      this.file.get<{ number: number }>('select number from term where text = ?', text)?.number;
    const number = known ?? this.file.run('insert into term (text) values (?)', text);
    this.#numbers.set(text, number);
    return number;
  }

  #accessNumber(access: readonly string[]): number {
    const principals = principalsText(access);
    const known = this.file.get<{ number: number }>(
      'select number from access where principals = ?',
      principals,
    );
    return known?.number ?? this.file.run('insert into access (principals) values (?)', principals);
  }

  #kindNumber(kind: string | null): number {
    if (kind === null) return 0;
    const known = this.file.get<{ number: number }>('select number from kind where name = ?', kind);
    return known?.number ?? this.file.run('insert into kind (name) values (?)', kind);
  }
}

function count(
  terms: DocumentTerms,
  chunk: number,
  found: readonly { term: string }[],
  weight: number,
): number {
  for (const { term } of found) {
    const occurrences = terms.get(term);
    if (occurrences === undefined) terms.set(term, new Map([[chunk, weight]]));
    else occurrences.set(chunk, (occurrences.get(chunk) ?? 0) + weight);
  }
  return found.length * weight;
}

function fingerprintOf({ access: _, ...content }: IndexedDocument): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}
