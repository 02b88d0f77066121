import type { IndexFile } from './index-file.js';
import type { WordPostings } from './lookup.js';
import { sentencesOf } from './word-order.js';

/** What a term counts for a word of the query. */
interface Evidence {
  word: number;
  worth: number;
}

/**
 * How much of a query one sentence says: the sum of what its words tell, each once. Words of a query that stand together
 * mean what they mean together (Metzler and Croft, "A Markov Random Field Model for Term Dependencies", SIGIR 2005; the
 * sentence as the window).
 */
export class SentenceScore {
  readonly #evidence = new Map<number, Evidence>();

  constructor(
    private readonly file: IndexFile,
    words: readonly WordPostings[],
    informations: readonly number[],
  ) {
    for (const [word, { related }] of words.entries()) {
      for (const { term, share } of related) {
        const worth = share * (informations[word] ?? 0);
        if ((this.#evidence.get(term)?.worth ?? 0) < worth) this.#evidence.set(term, { word, worth });
      }
    }
    for (const [word, { terms }] of words.entries())
      for (const term of terms) this.#evidence.set(term, { word, worth: informations[word] ?? 0 });
  }

  /** The best sentence of some passages of a document. */
  best(document: number, ordinals: Iterable<number>): number {
    let best = 0;
    for (const ordinal of ordinals) {
      for (const sentence of sentencesOf(this.file, { document, ordinal }, this.#evidence))
        best = Math.max(best, this.#said(sentence));
    }
    return best;
  }

  #said(sentence: readonly number[]): number {
    const worths = new Map<number, number>();
    for (const term of sentence) {
      const evidence = this.#evidence.get(term);
      if (evidence) worths.set(evidence.word, Math.max(worths.get(evidence.word) ?? 0, evidence.worth));
    }
    let sum = 0;
    for (const worth of worths.values()) sum += worth;
    return sum;
  }
}
