import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import type { EmbeddingSpace } from '#platform';
import { ANALYSIS_LANGUAGES, type Analysis, type AnalysisLanguage } from './analysis.js';
import { documentTerms, termsByChunk } from './document-terms.js';
import { LANGUAGE, putFacts, removeFacts } from './facts.js';
import { type IndexFile, principalsText } from './index-file.js';
import type { IndexedDocument, IndexedFacts } from './port.js';
import { PostingWriter } from './posting-writer.js';
import { asBytes, asUint32, blockOf, offsetOf } from './postings.js';
import { BLOCK } from './schema.js';
import { firstSpace, inSpace, setSpace, spaceOf } from './space.js';
import { accessOf, SUMMARY_WIDTH } from './summaries.js';
import { putWordOrder, removeWordOrder } from './word-order.js';

const MOST_CHUNKS = 65_534;
/** The passages from the beginning that tell the language of a document. */
const SAMPLE = 5;

/** Writes a batch of documents into one file, within one transaction; `flush` ends it. */
export class IndexWriter {
  readonly #postings: PostingWriter;
  #space: EmbeddingSpace | null;

  constructor(
    private readonly file: IndexFile,
    private readonly analysis: Analysis,
  ) {
    this.#postings = new PostingWriter(file);
    this.#space = spaceOf(file);
  }

  /** Replaces all that is kept of a document. A document that is there unchanged only gets its access list. */
  put(given: IndexedDocument): void {
    const document = this.#ownVectors(given);
    if (document.chunks.length > MOST_CHUNKS) {
      throw new AppError('BAD_USER_INPUT', { reason: 'The document has too many passages' });
    }
    const fingerprint = fingerprintOf(document);
    const known = this.#find(document.documentId);
    if (known?.fingerprint === fingerprint) {
      this.setAccess(document.documentId, document.access);
      if (document.facts) this.setFacts(document.documentId, document.facts);
      return;
    }
    if (known !== undefined) this.#clear(known.number);
    const sample = [document.title, ...document.chunks.slice(0, SAMPLE).map((chunk) => chunk.text)].join(
      '\n',
    );
    const language = this.analysis.languageOf(sample, document.language);
    const number = this.#putRow(known?.number ?? null, document, language, fingerprint);
    putFacts(this.file, number, languageOf(document, language), document.facts);
    const terms = documentTerms(document, this.analysis, language);
    for (const [term, occurrences] of terms.occurrences) {
      this.#postings.change(this.#postings.termNumber(term), number, occurrences);
    }
    const numberOf = (term: string) => this.#postings.termNumber(term);
    const pairs = termsByChunk(terms, numberOf);
    this.#putChunks(number, document, pairs);
    for (const [index, order] of terms.orders.entries()) {
      const numbers = order.map((term) => (term === null ? null : numberOf(term)));
      putWordOrder(this.file, { document: number, ordinal: index + 1 }, numbers);
    }
    const numbers = [this.#accessNumber(document.access), this.#kindNumber(document.kind)];
    this.#summarise(number, [
      ...numbers,
      terms.length,
      document.chunks.length,
      ANALYSIS_LANGUAGES.indexOf(language),
    ]);
  }

  /** Takes a document out; false when it is not there. */
  remove(documentId: string): boolean {
    const known = this.#find(documentId);
    if (known === undefined) return false;
    this.#clear(known.number);
    this.file.run('delete from document where number = ?', known.number);
    removeFacts(this.file, known.number);
    this.#summarise(known.number, [0, 0, 0, 0, 0]);
    return true;
  }

  /** Changes who may read a document; false when it is not there. */
  setAccess(documentId: string, access: readonly string[]): boolean {
    const known = this.#find(documentId);
    if (known === undefined) return false;
    this.#summarise(known.number, [this.#accessNumber(access)]);
    return true;
  }

  /** Replaces what is known of a document beside its text; false when it is not there. */
  setFacts(documentId: string, facts: IndexedFacts): boolean {
    const known = this.#find(documentId);
    if (known === undefined) return false;
    const row = this.file.get<{ entries: string }>(
      'select entries from facts where document = ?',
      known.number,
    );
    const language = (row ? (JSON.parse(row.entries) as Record<string, string>) : {})[LANGUAGE];
    putFacts(this.file, known.number, language, facts);
    return true;
  }

  has(documentId: string): boolean {
    return this.#find(documentId) !== undefined;
  }

  /** Whether the same version is there with fewer vectors than these. */
  lacksVectors(given: IndexedDocument): boolean {
    const known = this.file.get<{ vectors: number }>(
      `select (select count(*) from vector where document = number) as vectors from document
       where id = ? and version = ?`,
      given.documentId,
      given.versionId,
    );
    const own = this.#ownVectors(given).chunks.filter((chunk) => chunk.vectors?.length);
    return known !== undefined && known.vectors < own.length;
  }

  /** The principals that may read a document that is there. */
  accessOf(documentId: string): readonly string[] {
    const known = this.#find(documentId);
    if (known === undefined) return [];
    const { access, summaries } = this.file.directory();
    return access.get(accessOf(summaries, known.number)) ?? [];
  }

  flush(): void {
    this.#postings.flush();
  }

  /** A file holds vectors of one space: without one it takes that of the first vector. */
  #ownVectors(document: IndexedDocument): IndexedDocument {
    if (this.#space === null) {
      this.#space = firstSpace(document);
      if (this.#space !== null) setSpace(this.file, this.#space);
    }
    const space = this.#space;
    const chunks = document.chunks.map(({ vectors, ...chunk }) => {
      const own = space === null ? undefined : vectors?.find((vector) => inSpace(vector, space));
      return own === undefined ? chunk : { ...chunk, vectors: [own] };
    });
    return { ...document, chunks };
  }

  #find(documentId: string): { number: number; fingerprint: string } | undefined {
    return this.file.get('select number, fingerprint from document where id = ?', documentId);
  }

  #putRow(known: number | null, document: IndexedDocument, language: string, fingerprint: string): number {
    const { documentId, versionId } = document;
    if (known === null) {
      const sql = 'insert into document (id, version, language, fingerprint) values (?, ?, ?, ?)';
      return this.file.run(sql, documentId, versionId, language, fingerprint);
    }
    const sql = 'update document set version = ?, language = ?, fingerprint = ? where number = ?';
    this.file.run(sql, versionId, language, fingerprint, known);
    return known;
  }

  #putChunks(number: number, document: IndexedDocument, terms: ReadonlyMap<number, number[]>): void {
    const sql =
      'insert into chunk (document, ordinal, page, start, end, text, terms) values (?, ?, ?, ?, ?, ?, ?)';
    const termsOf = (chunk: number) => asBytes(Uint32Array.from(terms.get(chunk) ?? []));
    this.file.run(sql, number, 0, 0, 0, 0, '', termsOf(0));
    for (const [index, { page, start, end, text, vectors }] of document.chunks.entries()) {
      const ordinal = index + 1;
      this.file.run(sql, number, ordinal, page, start, end, text, termsOf(ordinal));
      const [vector] = vectors ?? [];
      if (vector === undefined) continue;
      const embedding = asBytes(Float32Array.from(vector.values));
      const insert = 'insert into vector (document, ordinal, model, embedding) values (?, ?, ?, ?)';
      this.file.run(insert, number, ordinal, vector.model, embedding);
    }
  }

  /** Deletes chunks and vectors, and notes that the postings of the document go. */
  #clear(document: number): void {
    const rows = this.file.all<{ terms: Uint8Array }>('select terms from chunk where document = ?', document);
    for (const { terms } of rows) {
      const pairs = asUint32(terms);
      for (let index = 0; index < pairs.length; index += 2) {
        this.#postings.change(pairs[index] ?? 0, document, new Map());
      }
    }
    this.file.run('delete from chunk where document = ?', document);
    removeWordOrder(this.file, document);
    this.file.run('delete from vector where document = ?', document);
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
    const sql =
      'insert into summary (block, entries) values (?, ?) on conflict do update set entries = excluded.entries';
    this.file.run(sql, block, asBytes(entries));
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

/** The language that was classified, or the one that the text was found to be in. */
function languageOf({ language }: IndexedDocument, found: AnalysisLanguage): string | undefined {
  return language ?? (found === 'other' ? undefined : found);
}

function fingerprintOf({ access: _, facts: __, ...content }: IndexedDocument): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}
