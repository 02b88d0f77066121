import type { ModelSettings } from './models-file.js';

type Prices = Pick<ModelSettings, 'pricePerMillionInput' | 'pricePerMillionOutput'>;

/** What so many tokens cost in nano-dollars, rounded up; null when a price is not known. */
export function priceOf(prices: Prices, inputTokens: number, outputTokens: number): bigint | null {
  const { pricePerMillionInput: input, pricePerMillionOutput: output } = prices;
  if (input === undefined || output === undefined) return null;
  // Dollars a million tokens are 1,000 nano-dollars a token.
  return BigInt(Math.ceil(inputTokens * input * 1000)) + BigInt(Math.ceil(outputTokens * output * 1000));
}
