import { readLiteLlmPrices } from './litellm-prices.js';

const effectiveFrom = new Date('2026-11-01T00:00:00Z');
const read = (file: unknown, providers: Record<string, string> = {}) =>
  readLiteLlmPrices(file, { effectiveFrom, providers: new Map(Object.entries(providers)) });

/** The field names of LiteLLM's `model_prices_and_context_window.json`, with models and prices of our own. */
const file = {
  sample_spec: {
    litellm_provider: 'one of https://docs.litellm.ai/docs/providers',
    mode: 'one of: chat, embedding, completion',
    input_cost_per_token: 0,
    output_cost_per_token: 0,
    max_input_tokens: 'max input tokens, if the provider specifies it',
  },
  'sonnet-x': {
    litellm_provider: 'anthropic',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    cache_read_input_token_cost: 3e-7,
    cache_creation_input_token_cost: 3.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token_above_200k_tokens: 2.25e-5,
    cache_creation_input_token_cost_above_200k_tokens: 7.5e-6,
    max_input_tokens: 200000,
    supports_vision: true,
  },
  'openrouter/maker/thinker': {
    litellm_provider: 'openrouter',
    mode: 'chat',
    input_cost_per_token: 1.25e-7,
    output_cost_per_token: 0.0000005,
    output_cost_per_reasoning_token: 7e-7,
  },
  'embed-small': { litellm_provider: 'openai', mode: 'embedding', input_cost_per_token: 2e-8 },
  'free/model': { litellm_provider: 'free', mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
  'draws-pictures': { litellm_provider: 'openai', mode: 'image_generation', input_cost_per_pixel: 1e-8 },
  'by-the-second': { litellm_provider: 'openai', mode: 'chat', input_cost_per_second: 0.001 },
  'half-known': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6 },
  'below-nothing': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: -1e-6,
    output_cost_per_token: 1e-6,
  },
  nobody: { mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 1e-6 },
  text: 'no object',
};

it('takes prices a token exactly, with what caches, thought and large calls cost', () => {
  const rates = {
    input: 3_000_000_000n,
    output: 15_000_000_000n,
    cacheRead: 300_000_000n,
    cacheWrite: 3_750_000_000n,
    reasoning: null,
  };
  expect(read(file)?.prices[0]).toEqual({
    provider: 'anthropic',
    model: 'sonnet-x',
    rates,
    tiers: [
      {
        aboveInputTokens: 200_000,
        rates: { ...rates, input: 6_000_000_000n, output: 22_500_000_000n, cacheWrite: 7_500_000_000n },
      },
    ],
    effectiveFrom,
  });
});

it('takes the provider off the name of the model, and gives it the name that the targets have', () => {
  const thinker = {
    model: 'maker/thinker',
    rates: { input: 125_000_000n, output: 500_000_000n, reasoning: 700_000_000n },
  };
  expect(read(file)?.prices[1]).toMatchObject({ provider: 'openrouter', ...thinker });
  expect(read(file, { openrouter: 'openai' })?.prices[1]).toMatchObject({ provider: 'openai', ...thinker });
});

it('knows embeddings to write nothing, and a price of zero that somebody says', () => {
  const [, , embeddings, free] = read(file)?.prices ?? [];
  expect(embeddings).toMatchObject({ model: 'embed-small', rates: { input: 20_000_000n, output: 0n } });
  expect(free).toMatchObject({ provider: 'free', model: 'model', rates: { input: 0n, output: 0n } });
});

it('names what it leaves out, and why', () => {
  expect(read(file)?.prices).toHaveLength(4);
  expect(read(file)?.skipped).toEqual([
    { name: 'sample_spec', reason: 'the description of the format' },
    { name: 'draws-pictures', reason: 'mode image_generation is not billed by tokens' },
    { name: 'by-the-second', reason: 'no price a token' },
    { name: 'half-known', reason: 'no price a token' },
    { name: 'below-nothing', reason: 'no price a token' },
    { name: 'nobody', reason: 'no litellm_provider' },
    { name: 'text', reason: 'no object' },
  ]);
});

it('is nothing when the file is no object of models', () => {
  expect(read([1])).toBeNull();
  expect(read('text')).toBeNull();
});

it('leaves out a price that no ledger holds', () => {
  const huge = {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 1e300,
    output_cost_per_token: 1,
  };
  expect(read({ huge })).toEqual({ prices: [], skipped: [{ name: 'huge', reason: 'no price a token' }] });
});
