import { z } from 'tributary/sdk';
import type { Rates } from '#platform';
import { unitsOf } from '#platform/models';
import { dearest, type PriceEntry } from './price-entry.js';

/** A dollar a token is this many decimal places above a nano-dollar a million tokens. */
const places = 15;
const modes: ReadonlySet<string> = new Set(['chat', 'completion', 'responses', 'embedding']);
const tierName = /^input_cost_per_token_above_(\d+)k_tokens$/;

/** What a file of prices gave, and the names of what was left out with the reason. */
export interface ReadPrices {
  readonly prices: readonly PriceEntry[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const fileShape = z.record(z.string(), z.unknown());

/**
 * Prices from LiteLLM's `model_prices_and_context_window.json`. The provider is `litellm_provider`; where the name of
 * the model begins with it, as in `openrouter/some/model`, it is taken off. `providers` gives providers other names,
 * such as `openai` for what is called through a target of that kind.
 */
export function readLiteLlmPrices(
  file: unknown,
  { effectiveFrom, providers }: { effectiveFrom: Date; providers: ReadonlyMap<string, string> },
): ReadPrices | null {
  const parsed = fileShape.safeParse(file);
  if (!parsed.success) return null;
  const prices: PriceEntry[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(parsed.data)) {
    const read = name === 'sample_spec' ? 'the description of the format' : readEntry(name, value);
    if (typeof read === 'string') skipped.push({ name, reason: read });
    else {
      const provider = providers.get(read.provider) ?? read.provider;
      prices.push({ ...read, provider, effectiveFrom });
    }
  }
  return { prices, skipped };
}

/** A price, or why there is none. */
function readEntry(name: string, value: unknown): Omit<PriceEntry, 'effectiveFrom'> | string {
  const parsed = fileShape.safeParse(value);
  if (!parsed.success) return 'no object';
  const entry = parsed.data;
  const { litellm_provider: provider, mode } = entry;
  if (typeof provider !== 'string' || provider === '') return 'no litellm_provider';
  if (mode !== undefined && !modes.has(String(mode))) return `mode ${String(mode)} is not billed by tokens`;
  const rates = ratesOf(entry, '', null);
  if (!rates) return 'no price a token';
  const tiers = Object.keys(entry).flatMap((field) => {
    const thousands = tierName.exec(field)?.[1];
    if (thousands === undefined) return [];
    const above = ratesOf(entry, `_above_${thousands}k_tokens`, rates);
    return above ? [{ aboveInputTokens: Number(thousands) * 1000, rates: above }] : [];
  });
  const model = name.startsWith(`${provider}/`) ? name.slice(provider.length + 1) : name;
  return { provider, model, rates, tiers };
}

/** Rates of the fields with this ending; what a tier does not name is as in the rates below it. */
function ratesOf(
  entry: Readonly<Record<string, unknown>>,
  ending: string,
  below: Rates | null,
): Rates | null {
  const rate = (field: string) => amount(entry[`${field}${ending}`]);
  const input = rate('input_cost_per_token');
  const output = rate('output_cost_per_token') ?? below?.output ?? outputOf(entry);
  if (input === null || output === null) return null;
  return {
    input,
    output,
    cacheRead: rate('cache_read_input_token_cost') ?? below?.cacheRead ?? null,
    cacheWrite: rate('cache_creation_input_token_cost') ?? below?.cacheWrite ?? null,
    reasoning: rate('output_cost_per_reasoning_token') ?? below?.reasoning ?? null,
  };
}

/** Embeddings write no tokens; of any other model a price that is not there is not known. */
function outputOf({ mode }: Readonly<Record<string, unknown>>): bigint | null {
  return mode === 'embedding' ? 0n : null;
}

function amount(value: unknown): bigint | null {
  const rate = typeof value === 'number' || typeof value === 'string' ? unitsOf(String(value), places) : null;
  return rate !== null && rate <= dearest ? rate : null;
}
