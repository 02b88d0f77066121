import { AppError, defineCapability, z } from 'tributary/sdk';
import { type ItemMatch, matchesOf, openMatching, scorePair, threshold } from './engine/items/match-items.js';

const text = (longest: number) => z.string().max(longest).nullish();
const item = z.object({
  name: z.string().min(1).max(1000),
  description: text(4000),
  brand: text(200),
  code: text(200),
  price: z.number().min(0).nullish(),
});
const place = z.int().min(0);

/** Articles that are the same one under other names: lines of an invoice and those of an order or a catalogue. */
export const matchItems = defineCapability({
  id: 'advice.match-items',
  description: 'Which lines of an invoice or order are which articles of a catalogue, with a score each.',
  needs: [],
  input: z.object({
    lines: z.array(item).min(1).max(2000),
    catalogue: z.array(item).min(1).max(5000),
    pairs: z
      .array(z.object({ line: place, item: place }))
      .max(10_000)
      .nullish(),
    first: z.int().min(1).max(10).nullish(),
  }),
  output: z.object({
    threshold: z.number(),
    matches: z.array(
      z.object({ line: place, item: place, score: z.number().min(0).max(1), isMatch: z.boolean() }),
    ),
  }),
  async *builtIn({ lines, catalogue, pairs, first }) {
    for (const [at, pair] of (pairs ?? []).entries())
      if (pair.line >= lines.length || pair.item >= catalogue.length) throw outside(at);
    const matching = openMatching(lines, catalogue);
    const found = pairs
      ? pairs.map((pair): ItemMatch => ({ ...pair, score: scorePair(matching, pair.line, pair.item) }))
      : lines.flatMap((_, line) => matchesOf(matching, line, first ?? 3));
    return { threshold, matches: found.map((match) => ({ ...match, isMatch: match.score >= threshold })) };
  },
});

function outside(at: number): AppError {
  const reason = `pairs.${at}: names a line or an article that is not there; places are counted from 0`;
  return new AppError('BAD_USER_INPUT', { reason });
}
