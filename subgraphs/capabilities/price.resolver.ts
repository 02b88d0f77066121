import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import { dollars } from '#platform/models';
import {
  PriceConnection,
  PriceFilterInput,
  type PriceRates,
  type PriceType,
  SetPriceInput,
  SetPricePayload,
  SetPriceResult,
} from './price.type.js';
import type { PriceBook, ShownPrice } from './price-book.service.js';
import { priceEntry } from './price-entry.js';
import type { StoredRates } from './prices.service.js';

@Resolver()
export class PriceResolver {
  constructor(private readonly book: PriceBook) {}

  @Directive(pageCost)
  @Query(() => PriceConnection, {
    description:
      "What models cost, by provider and model, the newest first: the tenant's own prices and the operator's. Needs the permission `costs:read`.",
  })
  async prices(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => PriceFilterInput, { nullable: true, description: 'Which prices.' })
    filter: PriceFilterInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<PriceType>> {
    const { nodes, edges, ...rest } = await this.book.list(request, filter ?? {}, page);
    const shown = nodes.map(shownPrice);
    return {
      ...rest,
      nodes: shown,
      edges: edges.map(({ cursor, node }) => ({ cursor, node: shownPrice(node) })),
    };
  }

  @Mutation(() => SetPriceResult, {
    description:
      'Enters what a model costs from a moment on. What was called before keeps its price. Needs the permission `costs:manage`; for all tenants, in one that `OPERATOR_TENANTS` names.',
  })
  setPrice(
    @Arg('input', () => SetPriceInput, { description: 'The price.' })
    { forAllTenants, ...given }: SetPriceInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof SetPriceResult> {
    return outcome(async () => {
      const price = await this.book.enter(request, priceEntry(given), forAllTenants);
      return Object.assign(new SetPricePayload(), { price: shownPrice(price) });
    });
  }
}

function shownPrice(price: ShownPrice): PriceType {
  return {
    ...price,
    rates: shownRates(price.rates),
    tiers: price.tiers.map((tier) => ({ ...tier, rates: shownRates(tier.rates) })),
  };
}

function shownRates({ input, output, cacheRead, cacheWrite, reasoning }: StoredRates): PriceRates {
  const own = (rate: string | null) => (rate === null ? null : dollars(BigInt(rate)));
  return {
    input: dollars(BigInt(input)),
    output: dollars(BigInt(output)),
    cacheRead: own(cacheRead),
    cacheWrite: own(cacheWrite),
    reasoning: own(reasoning),
  };
}
