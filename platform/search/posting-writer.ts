import type { IndexFile } from './index-file.js';
import { asBytes, asUint16, blockOf, type Occurrences, offsetOf, replaceEntries } from './postings.js';

/**
 * Collects what changes in the postings and writes each block once, within the caller's transaction. The last word
 * on a document and term counts, so a document can be taken out and put anew in one batch.
 */
export class PostingWriter {
  /** Term number -> document number -> occurrences (none: taken out). */
  readonly #changes = new Map<number, Map<number, Occurrences>>();
  readonly #numbers = new Map<string, number>();

  constructor(private readonly file: IndexFile) {}

  /** The number of a term; a new one gets its number here. */
  termNumber(text: string): number {
    const seen = this.#numbers.get(text);
    if (seen !== undefined) return seen;
    const known = this.file.get<{ number: number }>('select number from term where text = ?', text);
    const number = known?.number ?? this.file.run('insert into term (text) values (?)', text);
    this.#numbers.set(text, number);
    return number;
  }

  change(term: number, document: number, occurrences: Occurrences): void {
    const documents = this.#changes.get(term);
    if (documents === undefined) this.#changes.set(term, new Map([[document, occurrences]]));
    else documents.set(document, occurrences);
  }

  /** Writes all changes, and forgets words that no document has any more. */
  flush(): void {
    for (const [term, documents] of this.#changes) {
      const blocks = new Map<number, Map<number, Occurrences>>();
      for (const [document, occurrences] of documents) {
        const block = blocks.get(blockOf(document)) ?? new Map<number, Occurrences>();
        blocks.set(blockOf(document), block.set(offsetOf(document), occurrences));
      }
      let emptied = false;
      for (const [block, changes] of blocks) emptied = this.#write(term, block, changes) || emptied;
      if (emptied) this.#forget(term);
    }
    this.#changes.clear();
    this.#numbers.clear();
  }

  /** Whether nothing is left of the block. */
  #write(term: number, block: number, changes: ReadonlyMap<number, Occurrences>): boolean {
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
      `insert into posting (term, block, entries) values (?, ?, ?)
       on conflict do update set entries = excluded.entries`,
      term,
      block,
      asBytes(entries),
    );
    return false;
  }

  #forget(term: number): void {
    if (this.file.get('select 1 from posting where term = ? limit 1', term) !== undefined) return;
    this.file.run('delete from term where number = ?', term);
  }
}
