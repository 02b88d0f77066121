import type { Database, Price, Prices, Rates } from '#platform';

/** Notified, with an empty payload, when a price was entered. */
export const pricesChannel = 'tributary_prices';
/** Prices kept in memory; more than any configuration has models. */
const mostKept = 10_000;

/** A rate as it is stored: nano-dollars a million tokens as text, since JSON numbers are not whole. */
export interface StoredRates {
  input: string;
  output: string;
  cacheRead: string | null;
  cacheWrite: string | null;
  reasoning: string | null;
}

export interface StoredPrice {
  provider: string;
  model: string;
  rates: StoredRates;
  tiers: { aboveInputTokens: number; rates: StoredRates }[];
  effectiveFrom: Date;
}

export const priceColumns = 'provider, model, rates, tiers, effective_from as "effectiveFrom"';

interface Kept {
  price: Price | null;
  /** When another one begins to hold. */
  until: number;
}

/** Finds prices, and keeps what it found in memory until one is entered, wherever. */
export function createPrices({ database }: { database: Database }): Prices {
  const kept = new Map<string, Kept>();
  let listening: Promise<unknown> | null = null;
  let generation = 0;

  /** From the first look-up on: who has no models listens to nothing. */
  function listen(): Promise<unknown> {
    listening ??= database
      .listen(pricesChannel, () => {
        generation += 1;
        kept.clear();
      })
      .catch((error: unknown) => {
        listening = null;
        throw error;
      });
    return listening;
  }

  return {
    async find(tenant, { provider, model }) {
      const key = JSON.stringify([tenant, provider, model]);
      const known = kept.get(key);
      if (known && Date.now() < known.until) return known.price;
      await listen();
      const begun = generation;
      const found = await read(database, tenant, provider, model);
      if (kept.size >= mostKept) kept.clear();
      // What was entered meanwhile may not be in what was read.
      if (begun === generation) kept.set(key, found);
      return found.price;
    },
  };
}

async function read(database: Database, tenant: string, provider: string, model: string): Promise<Kept> {
  const rows = await database.tenant(tenant, (tx) =>
    tx.query<StoredPrice & { holds: boolean; next: Date | null }>(
      `with own as (
         select 0 as place, id, ${priceColumns} from capabilities.tenant_prices where provider = $1 and model = $2
         union all
         select 1, id, ${priceColumns} from capabilities.prices where provider = $1 and model = $2)
       select provider, model, rates, tiers, "effectiveFrom", "effectiveFrom" <= now() as holds,
              (select min("effectiveFrom") from own where "effectiveFrom" > now()) as next
         from own order by "effectiveFrom" > now(), place, "effectiveFrom" desc, id desc limit 1`,
      [provider, model],
    ),
  );
  const [row] = rows;
  const until = row?.next?.getTime() ?? Number.POSITIVE_INFINITY;
  return { price: row?.holds ? priceOf(row) : null, until };
}

function priceOf({ provider, model, rates, tiers, effectiveFrom }: StoredPrice): Price {
  return {
    provider,
    model,
    rates: ratesOf(rates),
    tiers: tiers.map((tier) => ({ ...tier, rates: ratesOf(tier.rates) })),
    effectiveFrom: effectiveFrom.toISOString(),
  };
}

function ratesOf({ input, output, cacheRead, cacheWrite, reasoning }: StoredRates): Rates {
  const own = (rate: string | null) => (rate === null ? null : BigInt(rate));
  return {
    input: BigInt(input),
    output: BigInt(output),
    cacheRead: own(cacheRead),
    cacheWrite: own(cacheWrite),
    reasoning: own(reasoning),
  };
}

export function stored({ input, output, cacheRead, cacheWrite, reasoning }: Rates): StoredRates {
  return {
    input: input.toString(),
    output: output.toString(),
    cacheRead: cacheRead?.toString() ?? null,
    cacheWrite: cacheWrite?.toString() ?? null,
    reasoning: reasoning?.toString() ?? null,
  };
}
