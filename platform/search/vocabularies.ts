import type { IndexFile } from './index-file.js';
import { Vocabulary } from './vocabulary.js';

/** Words that are kept in memory, of all tenants together: about 60 MB. */
const MOST_WORDS = 400_000;

/** The vocabularies of the files that were searched last. */
export class Vocabularies {
  readonly #known = new Map<IndexFile, Vocabulary>();

  /** Within a transaction. */
  of(file: IndexFile): Vocabulary {
    const known = this.#known.get(file);
    this.#known.delete(file);
    let vocabulary = known ?? new Vocabulary();
    if (!vocabulary.update(file)) {
      vocabulary = new Vocabulary();
      vocabulary.update(file);
    }
    this.#known.set(file, vocabulary);
    this.#bound();
    return vocabulary;
  }

  forget(file: IndexFile): void {
    this.#known.delete(file);
  }

  #bound(): void {
    let words = [...this.#known.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [file, { size }] of this.#known) {
      if (words <= MOST_WORDS || this.#known.size === 1) return;
      this.#known.delete(file);
      words -= size;
    }
  }
}
