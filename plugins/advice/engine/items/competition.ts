import type { DescribedItem } from './described-item.js';
import { Rarity } from './rarity.js';

/** The two sides of a matching, with what each article could be matched to instead. */
export interface Competition {
  readonly rarity: Rarity;
  /** How many articles of both sides carry a model number, 0..1 (the geometric mean of both sides). */
  readonly codeDensity: number;
  /** The cosine of the two names, and by how much it is ahead of the best other of the line and of the article, ±0.5. */
  compare(line: number, item: number): { cosine: number; aheadForLine: number; aheadForItem: number };
  /** The articles that share most with a line, best first. */
  candidates(line: number, count: number): number[];
}

const reach = 0.5;

export function openCompetition(
  lines: readonly DescribedItem[],
  items: readonly DescribedItem[],
): Competition {
  // The same article twice does not make its words frequent.
  const rarity = new Rarity(distinct([...lines, ...items]));
  const lineSide = side(lines, rarity);
  const itemSide = side(items, rarity);
  const ofLines = new Map<number, Map<number, number>>();
  const ofItems = new Map<number, Map<number, number>>();
  const cosinesOf = (known: typeof ofLines, at: number, own: Side, others: Side) => {
    const found = known.get(at) ?? cosines(own.vectors[at] ?? new Map(), others.postings);
    known.set(at, found);
    return found;
  };
  return {
    rarity,
    codeDensity: Math.sqrt(withCodes(lines) * withCodes(items)),
    compare(line, item) {
      const toItems = cosinesOf(ofLines, line, lineSide, itemSide);
      const toLines = cosinesOf(ofItems, item, itemSide, lineSide);
      const cosine = toItems.get(item) ?? 0;
      return {
        cosine,
        aheadForLine: ahead(cosine, toItems, (other) => itemSide.keys[other] === itemSide.keys[item]),
        aheadForItem: ahead(cosine, toLines, (other) => lineSide.keys[other] === lineSide.keys[line]),
      };
    },
    candidates(line, count) {
      const found = [...cosinesOf(ofLines, line, lineSide, itemSide)];
      return found
        .sort(([one, a], [other, b]) => b - a || one - other)
        .slice(0, count)
        .map(([item]) => item);
    },
  };
}

interface Side {
  /** Articles that read the same have the same key, and do not compete. */
  keys: readonly string[];
  vectors: readonly ReadonlyMap<string, number>[];
  postings: ReadonlyMap<string, readonly (readonly [at: number, weight: number])[]>;
}

function side(items: readonly DescribedItem[], rarity: Rarity): Side {
  const vectors = items.map((item) => rarity.vector(item));
  const postings = new Map<string, (readonly [number, number])[]>();
  for (const [at, vector] of vectors.entries())
    for (const [term, weight] of vector) {
      const list = postings.get(term);
      if (list) list.push([at, weight]);
      else postings.set(term, [[at, weight]]);
    }
  return { keys: items.map(keyOf), vectors, postings };
}

function cosines(vector: ReadonlyMap<string, number>, postings: Side['postings']): Map<number, number> {
  const found = new Map<number, number>();
  for (const [term, weight] of vector)
    for (const [at, other] of postings.get(term) ?? []) found.set(at, (found.get(at) ?? 0) + weight * other);
  return found;
}

function ahead(cosine: number, all: ReadonlyMap<number, number>, isSame: (other: number) => boolean): number {
  let best = 0;
  for (const [other, value] of all) if (value > best && !isSame(other)) best = value;
  return Math.max(-reach, Math.min(reach, cosine - best));
}

function distinct(items: readonly DescribedItem[]): DescribedItem[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function keyOf({ letters, codeField, price, allWords }: DescribedItem): string {
  return [letters, codeField, price, allWords.size].join('|');
}

function withCodes(items: readonly DescribedItem[]): number {
  return items.length === 0 ? 0 : items.filter(({ ownCodes }) => ownCodes.length > 0).length / items.length;
}
