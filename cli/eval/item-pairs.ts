import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { readRecords } from './read-records.js';

/** The three sets of `match-products`. */
export const itemSets = ['amazon-google', 'walmart-amazon', 'abt-buy'] as const;

const pair = z.object({
  id: z.string(),
  set: z.enum(itemSets),
  left: z.record(z.string(), z.string()),
  right: z.record(z.string(), z.string()),
  label: z.union([z.literal(0), z.literal(1)]),
});
/** Two articles, and whether they are the same one. */
export type ItemPair = z.output<typeof pair>;

/** An article as `matchItems` takes it. */
export interface ItemInput {
  name: string;
  description: string | null;
  brand: string | null;
  code: string | null;
  price: number | null;
}

/** Null when the file is missing. */
export function readPairs(data: string, split: string): Promise<ItemPair[] | null> {
  return readRecords(join(data, `match-products/${split}.jsonl`), pair);
}

/** The articles of both sides, each once, and where those of each pair stand. */
export function splitSides(pairs: readonly ItemPair[]) {
  const lines = new Places();
  const items = new Places();
  const places = pairs.map(({ left, right }) => ({ line: lines.of(left), item: items.of(right) }));
  return { lines: lines.all, items: items.all, places };
}

class Places {
  readonly #known = new Map<string, number>();
  readonly all: ItemInput[] = [];

  of(record: Readonly<Record<string, string>>): number {
    const key = JSON.stringify(record);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    return this.all.push(inputOf(record)) - 1;
  }
}

function inputOf(record: Readonly<Record<string, string>>): ItemInput {
  return {
    name: record.title ?? record.name ?? '',
    description: record.description || null,
    brand: record.brand || record.manufacturer || null,
    code: record.modelno || null,
    price: Number(record.price) || null,
  };
}
