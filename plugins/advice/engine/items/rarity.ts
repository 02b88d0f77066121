import type { DescribedItem } from './described-item.js';

/** How rare each word is among the articles that are compared: inverse document frequency (Spärck Jones 1972). */
export class Rarity {
  readonly #frequencies = new Map<string, number>();
  readonly #count: number;

  constructor(items: readonly DescribedItem[]) {
    this.#count = items.length;
    for (const item of items)
      for (const term of termsOf(item)) this.#frequencies.set(term, (this.#frequencies.get(term) ?? 0) + 1);
  }

  of(term: string): number {
    return Math.log(1 + (this.#count + 1) / ((this.#frequencies.get(term) ?? 0) + 0.5));
  }

  /** The terms of an article with their weights, of length 1. */
  vector(item: DescribedItem): ReadonlyMap<string, number> {
    const weights = [...termsOf(item)].map((term) => [term, this.of(term)] as const);
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([term, weight]) => [term, weight / length]));
  }
}

function termsOf({ words, ownCodes }: DescribedItem): ReadonlySet<string> {
  return new Set([...words, ...ownCodes]);
}
