import type { Item } from './interest.js';

/** Weights of features: what many items have says little of one. */
export class FeatureSpace {
  private readonly counts = new Map<string, number>();
  private readonly size: number;

  constructor(items: readonly Item[]) {
    this.size = items.length;
    for (const { features } of items)
      for (const feature of new Set(features)) this.counts.set(feature, (this.counts.get(feature) ?? 0) + 1);
  }

  /** Of length 1, by feature; empty for an item without any. */
  vector({ features }: Item): ReadonlyMap<string, number> {
    const weights = [...new Set(features)].map((feature) => [feature, this.weightOf(feature)] as const);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return new Map(weights.map(([feature, weight]) => [feature, length > 0 ? weight / length : 0]));
  }

  /** The inverse document frequency (Spärck Jones 1972), above 0. */
  private weightOf(feature: string): number {
    return Math.log(1 + this.size / (this.counts.get(feature) ?? 1));
  }
}

export function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [feature, weight] of few) sum += weight * (many.get(feature) ?? 0);
  return sum;
}
