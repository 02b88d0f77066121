import { type Competition, openCompetition } from './competition.js';
import { type DescribedItem, describeItem, type Item } from './described-item.js';
import { matchFeatures } from './match-features.js';
import weights from './weights.json' with { type: 'json' };

/** Two articles and how likely they are the same, 0..1. */
export interface ItemMatch {
  line: number;
  item: number;
  score: number;
}

/** From here on two articles are taken for the same one. */
export const { threshold } = weights;

/** Two sides of a matching; what can be compared stands once. */
export interface Matching {
  readonly competition: Competition;
  readonly lines: readonly DescribedItem[];
  readonly items: readonly DescribedItem[];
}

export function openMatching(lines: readonly Item[], items: readonly Item[]): Matching {
  const [left, right] = [lines.map(describeItem), items.map(describeItem)];
  return { competition: openCompetition(left, right), lines: left, items: right };
}

/**
 * How likely a line and an article are the same one, by logistic regression (weights.md) over what their names, numbers,
 * codes, prices and brands have in common, and over how far ahead this pair is of the other choices of both.
 */
export function scorePair(matching: Matching, line: number, item: number): number {
  let sum = weights.bias;
  for (const [at, value] of pairFeatures(matching, line, item).entries())
    sum += (weights.weights[at] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}

/** The features of a pair; behind them each once more, by how usual model numbers are here. */
export function pairFeatures({ competition, lines, items }: Matching, line: number, item: number): number[] {
  const [left, right] = [lines[line], items[item]];
  if (!left || !right) return [];
  const { cosine, aheadForLine, aheadForItem } = competition.compare(line, item);
  const features = [...matchFeatures(left, right, competition.rarity), cosine, aheadForLine, aheadForItem];
  const { codeDensity } = competition;
  return [...features, ...features.map((value) => value * codeDensity), codeDensity];
}

const candidates = 10;

/** For each line the articles that it may be, best first. */
export function matchesOf(matching: Matching, line: number, count: number): ItemMatch[] {
  return matching.competition
    .candidates(line, Math.max(candidates, count))
    .map((item) => ({ line, item, score: scorePair(matching, line, item) }))
    .sort((one, other) => other.score - one.score || one.item - other.item)
    .slice(0, count);
}
