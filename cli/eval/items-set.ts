import { join } from 'node:path';
import { createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { f1Score } from '#text';
import { withOwnSystem } from '../own-system.js';
import type { SetOptions } from './evaluation-set.js';
import { type Figure, figureOfDecisions, type Measured } from './figure.js';
import { type ItemInput, type ItemPair, itemSets, readPairs, splitSides } from './item-pairs.js';

const compared: Readonly<Record<(typeof itemSets)[number], { floor: number; published: string }>> = {
  'amazon-google': { floor: 0.61, published: '.491 Magellan, .693 DeepMatcher, .756 Ditto (recalled)' },
  'walmart-amazon': { floor: 0.767, published: '.719 Magellan, .669 DeepMatcher, .868 Ditto (recalled)' },
  'abt-buy': { floor: 0.61, published: '.436 Magellan, .628 DeepMatcher, .893 Ditto (recalled)' },
};

interface Answer {
  matchItems: { code?: string; message?: string; matches?: { isMatch: boolean }[] };
}
interface Asked {
  lines: readonly ItemInput[];
  catalogue: readonly ItemInput[];
  pairs: readonly { line: number; item: number }[];
}
const match = operation<Answer, { input: Asked }>(`mutation MatchPairs($input: MatchItemsInput!) {
  matchItems(input: $input) { ... on ItemMatches { matches { isMatch } } ... on Failure { code message } } }`);

/** Sends the articles of each set with the pairs in question to the product, and compares which it takes for the same. */
export async function measureItems({ data, split, say }: SetOptions): Promise<Measured | string> {
  const pairs = await readPairs(data, split);
  if (pairs === null) return `there is no ${join(data, 'match-products', `${split}.jsonl`)}`;
  return withOwnSystem({}, async ({ url, token }) => {
    const client = createClient({ url, token });
    try {
      const figures: Figure[] = [];
      const misses: Measured['misses'] = [];
      const began = performance.now();
      for (const set of itemSets) {
        const ofSet = pairs.filter((pair) => pair.set === set);
        const found = await decide(ofSet);
        figures.push(figureOfDecisions(`F1 ${set}`, found, f1Score, compared[set]));
        for (const { record, expected, found: isMatch } of found)
          if (expected !== isMatch) misses.push({ record, field: set, expected, found: isMatch });
        say(`${set}: ${ofSet.length} pairs`);
      }
      const times = [{ name: 'a pair', ms: (performance.now() - began) / pairs.length }];
      const door = 'matchItems of the public API, one threshold';
      return { records: pairs.length, door, figures, times, misses };
    } finally {
      await client.close();
    }

    async function decide(asked: readonly ItemPair[]) {
      const { lines, items, places } = splitSides(asked);
      const { matchItems } = await client.request(match, {
        input: { lines, catalogue: items, pairs: places },
      });
      const { matches, code, message } = matchItems;
      if (!matches) throw new AppError('BAD_USER_INPUT', { reason: `${code}: ${message}` });
      return asked.map(({ id, label }, at) => ({
        record: id,
        expected: label === 1,
        found: matches[at]?.isMatch ?? false,
      }));
    }
  });
}
