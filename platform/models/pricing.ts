import type { Price, Rates, TokenUsage } from '#platform';

const million = 1_000_000n;

/**
 * What a call cost in nano-dollars. What came from the provider's cache and what was written to it is part of all that
 * was read, so regular input is what remains; thought is part of what was written in the same way. The sum of the call
 * is exact and rounded once, up to the next nano-dollar.
 */
export function costOf(price: Price, usage: TokenUsage): bigint {
  const input = count(usage.inputTokens);
  const cacheRead = least(count(usage.cacheReadTokens), input);
  const cacheWrite = least(count(usage.cacheWriteTokens), input - cacheRead);
  const output = count(usage.outputTokens);
  const reasoning = least(count(usage.reasoningTokens), output);
  const rates = ratesFor(price, usage.inputTokens);
  return roundedUp(
    (input - cacheRead - cacheWrite) * rates.input +
      cacheRead * (rates.cacheRead ?? rates.input) +
      cacheWrite * (rates.cacheWrite ?? rates.input) +
      (output - reasoning) * rates.output +
      reasoning * (rates.reasoning ?? rates.output),
  );
}

/**
 * The most that a call can cost in nano-dollars which reads and writes no more tokens than these: by the dearest rate
 * of each side, in the dearest tier within reach, so that no count of the provider within them comes to more.
 */
export function costAtMost(price: Price, inputTokens: number, maxOutputTokens: number): bigint {
  const reached = price.tiers.filter(({ aboveInputTokens }) => inputTokens > aboveInputTokens);
  const rates = [price.rates, ...reached.map((tier) => tier.rates)];
  const input = most(rates.map((one) => most([one.input, one.cacheRead ?? 0n, one.cacheWrite ?? 0n])));
  const output = most(rates.map((one) => most([one.output, one.reasoning ?? 0n])));
  return roundedUp(count(inputTokens) * input + count(maxOutputTokens) * output);
}

/** All tokens of a call are billed by the highest tier that its input is above. */
function ratesFor({ rates, tiers }: Price, inputTokens: number): Rates {
  let above = -1;
  let found = rates;
  for (const tier of tiers) {
    if (inputTokens <= tier.aboveInputTokens || tier.aboveInputTokens <= above) continue;
    above = tier.aboveInputTokens;
    found = tier.rates;
  }
  return found;
}

/** Whole tokens, whatever a provider says. */
function count(tokens: number): bigint {
  return Number.isFinite(tokens) && tokens > 0 ? BigInt(Math.ceil(tokens)) : 0n;
}

function roundedUp(nanoMillionths: bigint): bigint {
  return (nanoMillionths + million - 1n) / million;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(amounts: readonly bigint[]): bigint {
  let found = 0n;
  for (const amount of amounts) if (amount > found) found = amount;
  return found;
}
