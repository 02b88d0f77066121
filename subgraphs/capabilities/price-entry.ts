import { z } from 'tributary/sdk';
import type { Price, Rates } from '#platform';
import { areDistinct, decimalShape, instantShape, parseInput, textShape } from '#platform/graph';
import { nanoOf } from '#platform/models';

/** A million dollars a million tokens, in nano-dollars: what is above would not fit into a ledger. */
export const dearest = 10n ** 15n;

/** Dollars a million tokens as nano-dollars. */
const rate = decimalShape.transform((text, check) => {
  const nano = nanoOf(text);
  if (nano !== null && nano <= dearest) return nano;
  check.addIssue({ code: 'custom', message: 'must be from 0 to 1000000 dollars a million tokens' });
  return z.NEVER;
});
const ownRate = rate.nullish().transform((value) => value ?? null);
const ratesShape = z
  .object({ input: rate, output: rate, cacheRead: ownRate, cacheWrite: ownRate, reasoning: ownRate })
  .transform((rates): Rates => rates);

const priceShape = z.object({
  provider: textShape({ min: 1, max: 100 }),
  model: textShape({ min: 1, max: 300 }),
  rates: ratesShape,
  tiers: z
    .array(z.object({ aboveInputTokens: z.int().positive(), rates: ratesShape }))
    .max(10)
    .refine(
      (tiers) => areDistinct(tiers.map((tier) => tier.aboveInputTokens)),
      'must begin at different places',
    )
    .nullish()
    .transform((tiers) => tiers ?? []),
  effectiveFrom: instantShape.nullish().transform((from) => from ?? new Date()),
});

/** What can be entered as a price: as `Price`, the moment as a `Date`. */
export type PriceEntry = Omit<Price, 'effectiveFrom'> & { readonly effectiveFrom: Date };

/** A price as somebody wrote it: dollars a million tokens as decimal text. @throws AppError `BAD_USER_INPUT` */
export function priceEntry(given: unknown): PriceEntry {
  return parseInput(priceShape, given);
}
