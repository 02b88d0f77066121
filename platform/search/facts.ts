import type { IndexFile } from './index-file.js';
import type { IndexedFacts } from './port.js';

/** A longer value is text to be searched, not one to filter by. */
const LONGEST_VALUE = 200;
/** Names of columns that no field can have. */
export const UPLOADED = '@uploaded';
export const STATUS = '@status';
export const NAME = '@name';
export const LANGUAGE = '@language';

/**
 * What is known of each document beside its text, by column. `revision` rises with every write, so that a reader takes
 * in what is new only; added to format 2, which reads the same without it.
 */
export const FACTS_TABLE = `create table if not exists facts (
  revision integer primary key autoincrement, document integer not null unique, entries text not null
)`;

/** Replaces the facts of a document within the caller's transaction. */
export function putFacts(file: IndexFile, document: number, language?: string, facts?: IndexedFacts): void {
  const entries: Record<string, string> = language ? { [LANGUAGE]: language } : {};
  if (facts !== undefined) {
    Object.assign(entries, { [UPLOADED]: facts.uploadedAt, [STATUS]: facts.status, [NAME]: facts.name });
    for (const [name, value] of Object.entries(facts.fields)) {
      const text = String(value);
      if (text !== '' && text.length <= LONGEST_VALUE && !name.startsWith('@')) entries[name] = text;
    }
  }
  const known = 'insert or replace into facts (document, entries) values (?, ?)';
  file.run(known, document, JSON.stringify(entries));
}

export function removeFacts(file: IndexFile, document: number): void {
  file.run('delete from facts where document = ?', document);
}

/** One property of all documents: a number for each document that stands for one of few values. */
export interface Column {
  /** By document number: 0 for none, else the place of its value in `values`. */
  readonly codes: Uint32Array;
  /** The first is of no document. */
  readonly values: readonly string[];
}

interface GrowingColumn {
  codes: Uint32Array;
  values: string[];
  readonly places: Map<string, number>;
}

/** The facts of a file in memory, by column: read when the first query asks for them, then only what is new. */
export class FactColumns {
  readonly #columns = new Map<string, GrowingColumn>();
  readonly #namesOf = new Map<number, readonly string[]>();
  #revision = 0;

  constructor(private readonly file: IndexFile) {}

  /** The column as the running transaction sees it; null when no document has such a value. */
  column(name: string): Column | null {
    this.#refresh();
    return this.#columns.get(name) ?? null;
  }

  #refresh(): void {
    const rows = this.file.all<{ revision: number; document: number; entries: string }>(
      'select revision, document, entries from facts where revision > ? order by revision',
      this.#revision,
    );
    for (const { revision, document, entries } of rows) {
      for (const name of this.#namesOf.get(document) ?? []) this.#set(name, document, null);
      const facts = Object.entries(JSON.parse(entries) as Record<string, string>);
      for (const [name, value] of facts) this.#set(name, document, value);
      this.#namesOf.set(
        document,
        facts.map(([name]) => name),
      );
      this.#revision = revision;
    }
  }

  #set(name: string, document: number, value: string | null): void {
    const column = this.#columns.get(name) ?? {
      codes: new Uint32Array(1024),
      values: [''],
      places: new Map(),
    };
    this.#columns.set(name, column);
    if (document >= column.codes.length) {
      const larger = new Uint32Array(Math.max(document + 1, column.codes.length * 2));
      larger.set(column.codes);
      column.codes = larger;
    }
    let place = value === null ? 0 : column.places.get(value);
    if (place === undefined && value !== null) {
      place = column.values.push(value) - 1;
      column.places.set(value, place);
    }
    column.codes[document] = place ?? 0;
  }
}
