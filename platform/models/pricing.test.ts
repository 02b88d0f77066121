import type { Price, Rates, TokenUsage } from '#platform';
import { costAtMost, costOf } from './pricing.js';

// $3e-6, $1.5e-5, $3e-7 and $3.75e-6 a token, in nano-dollars a million.
const sonnet: Rates = {
  input: 3_000_000_000n,
  output: 15_000_000_000n,
  cacheRead: 300_000_000n,
  cacheWrite: 3_750_000_000n,
  reasoning: null,
};
const above: Rates = {
  input: 6_000_000_000n,
  output: 22_500_000_000n,
  cacheRead: 600_000_000n,
  cacheWrite: 7_500_000_000n,
  reasoning: null,
};

function priceWith(rates: Rates, tiers: Price['tiers'] = []): Price {
  return { provider: 'anthropic', model: 'sonnet', rates, tiers, effectiveFrom: '2026-01-01T00:00:00Z' };
}

function usage(counts: Partial<TokenUsage>): TokenUsage {
  return {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    ...counts,
  };
}

test('regular input is what the cache neither gave nor took', () => {
  const counts = { inputTokens: 1000, cacheReadTokens: 300, cacheWriteTokens: 200, outputTokens: 500 };
  // 0.0015 + 0.00009 + 0.00075 + 0.0075
  expect(costOf(priceWith(sonnet), usage(counts))).toBe(9_840_000n);
});

test('a call whose input is above a tier is billed by that tier, whole; at the tier it is not', () => {
  const price = priceWith(sonnet, [{ aboveInputTokens: 200_000, rates: above }]);
  expect(costOf(price, usage({ inputTokens: 200_000, outputTokens: 1000 }))).toBe(615_000_000n);
  expect(costOf(price, usage({ inputTokens: 200_001, outputTokens: 1000 }))).toBe(1_222_506_000n);
  const cached = usage({ inputTokens: 250_000, cacheReadTokens: 240_000, outputTokens: 10 });
  expect(costOf(price, cached)).toBe(60_000_000n + 144_000_000n + 225_000n);
});

test('thought has a rate of its own where there is one, and the rate of output elsewhere', () => {
  const counts = usage({ outputTokens: 100, reasoningTokens: 40 });
  expect(costOf(priceWith(sonnet), counts)).toBe(1_500_000n);
  expect(costOf(priceWith({ ...sonnet, reasoning: 30_000_000_000n }), counts)).toBe(900_000n + 1_200_000n);
});

test('a fraction of a nano-dollar is rounded up once a call, not once a rate', () => {
  const tiny = { input: 500_000n, output: 500_000n, cacheRead: null, cacheWrite: null, reasoning: null };
  expect(costOf(priceWith(tiny), usage({ inputTokens: 1, outputTokens: 1 }))).toBe(1n);
  expect(costOf(priceWith(tiny), usage({ inputTokens: 1 }))).toBe(1n);
  expect(costOf(priceWith(tiny), usage({}))).toBe(0n);
});

test('a provider that counts more from its cache than it read is billed for no more than it read', () => {
  const counts = usage({ inputTokens: 100, cacheReadTokens: 300, cacheWriteTokens: 50 });
  expect(costOf(priceWith(sonnet), counts)).toBe(30_000n);
});

test('no call within the tokens that were asked for costs more than the most', () => {
  const price = priceWith({ ...sonnet, reasoning: 20_000_000_000n }, [
    { aboveInputTokens: 500, rates: { ...above, output: 1n } },
  ]);
  const most = costAtMost(price, 1000, 200);
  let seed = 7;
  const random = (limit: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % (limit + 1);
  };
  for (let index = 0; index < 2000; index += 1) {
    const counts = usage({
      inputTokens: random(1000),
      cacheReadTokens: random(1000),
      cacheWriteTokens: random(1000),
      outputTokens: random(200),
      reasoningTokens: random(200),
    });
    expect(costOf(price, counts)).toBeLessThanOrEqual(most);
  }
});
