/** An item and how well it fits; `index` is its position in the ranked list of texts. */
export interface Ranked {
  index: number;
  score: number;
}

/**
 * Ranks a small set of texts (given as their terms) for a query by BM25 (Robertson and Zaragoza 2009; the idf of
 * Lucene, never negative). For passages of one document or a few; the search index is for collections.
 */
export class Bm25 {
  readonly #frequencies: ReadonlyMap<string, number>[];
  readonly #lengths: number[];
  readonly #documents = new Map<string, number>();
  readonly #average: number;

  constructor(
    texts: readonly (readonly string[])[],
    private readonly parameters: { k1: number; b: number } = { k1: 1.2, b: 0.75 },
  ) {
    this.#frequencies = texts.map(termFrequencies);
    this.#lengths = texts.map((terms) => terms.length);
    this.#average = Math.max(
      1,
      this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length),
    );
    for (const frequencies of this.#frequencies) {
      for (const term of frequencies.keys()) this.#documents.set(term, (this.#documents.get(term) ?? 0) + 1);
    }
  }

  /** How much a term tells: the natural logarithm of about collection / documents with it. */
  idf(term: string): number {
    const documents = this.#documents.get(term) ?? 0;
    return Math.log(1 + (this.#lengths.length - documents + 0.5) / (documents + 0.5));
  }

  /** The score of one text; 0 when it has no term of the query. */
  score(query: readonly string[], index: number): number {
    const { k1, b } = this.parameters;
    const norm = k1 * (1 - b + (b * (this.#lengths[index] ?? 0)) / this.#average);
    let score = 0;
    for (const term of new Set(query)) {
      const frequency = this.#frequencies[index]?.get(term) ?? 0;
      if (frequency > 0) score += (this.idf(term) * frequency * (k1 + 1)) / (frequency + norm);
    }
    return score;
  }

  /** The texts with a term of the query, best first; equal ones in their order. */
  rank(query: readonly string[], first = Number.POSITIVE_INFINITY): Ranked[] {
    const ranked: Ranked[] = [];
    for (let index = 0; index < this.#lengths.length; index++) {
      const score = this.score(query, index);
      if (score > 0) ranked.push({ index, score });
    }
    return ranked.sort((left, right) => right.score - left.score || left.index - right.index).slice(0, first);
  }
}

/** How often each term occurs. */
export function termFrequencies(terms: readonly string[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return frequencies;
}

/** Vectors of tf-idf weights ((1 + ln tf) times ln(1 + N/df)), for `cosine`; one for each text of a small set. */
export function tfIdfVectors(texts: readonly (readonly string[])[]): Map<string, number>[] {
  const frequencies = texts.map(termFrequencies);
  const documents = new Map<string, number>();
  for (const found of frequencies)
    for (const term of found.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
  return frequencies.map(
    (found) =>
      new Map(
        [...found].map(([term, count]) => [
          term,
          (1 + Math.log(count)) * Math.log(1 + texts.length / (documents.get(term) ?? 1)),
        ]),
      ),
  );
}
