import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Database, Outbox, SystemDatabase, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
import type { PriceEntry } from './price-entry.js';
import { priceColumns, pricesChannel, type StoredPrice, stored } from './prices.service.js';

export interface ShownPrice extends StoredPrice {
  id: string;
  /** Whether it is the operator's. */
  forAllTenants: boolean;
  enteredAt: Date;
  enteredBy: string;
}

export interface PriceFilter {
  provider?: string | null;
  model?: string | null;
  /** Those that hold now, or the others. */
  current?: boolean | null;
}

interface Parts {
  database: Database;
  system: SystemDatabase;
  outbox: Outbox;
  /** Ids of the tenants whose administrators enter prices for all; `*` stands for every one. */
  operators: readonly string[];
}

const shownColumns = `id, ${priceColumns}, entered_at as "enteredAt", entered_by as "enteredBy"`;
const everyPrice = `
  select p.*, p."effectiveFrom" <= now() and row_number() over (
           partition by provider, model, "effectiveFrom" <= now()
           order by "forAllTenants", "effectiveFrom" desc, id desc) = 1 as current
    from (select ${shownColumns}, false as "forAllTenants" from capabilities.tenant_prices
          union all select ${shownColumns}, true from capabilities.prices) p`;

/** What people enter and look up. A price is never changed: a new one begins to hold beside it. */
export class PriceBook {
  constructor(private readonly parts: Parts) {}

  /** By provider and model, the newest first. */
  async list(
    context: RequestContext,
    filter: PriceFilter,
    page: { first: number; after: string | null },
  ): Promise<Page<ShownPrice>> {
    authorize(context, 'costs:read');
    const first = pageSize(page.first);
    const after = page.after ? decodeCursor(page.after, 4).map(String) : [null, null, null, null];
    const matching = `from (${everyPrice}) p where ($1::text is null or provider = $1)
      and ($2::text is null or model = $2) and ($3::boolean is null or current = $3)`;
    const filters = [filter.provider ?? null, filter.model ?? null, filter.current ?? null];
    const [rows, totals] = await this.parts.database.tenant(context.tenant, async (tx) => [
      await tx.query<ShownPrice>(
        `select p.* ${matching} and ($4::text is null
            or (provider, model, -extract(epoch from date_trunc('milliseconds', "effectiveFrom")), id)
               > ($4, $5, -extract(epoch from $6::timestamptz), $7::uuid))
          order by provider, model, -extract(epoch from date_trunc('milliseconds', "effectiveFrom")), id limit $8`,
        [...filters, ...after, first + 1],
      ),
      await tx.query<{ count: number }>(`select count(*) as count ${matching}`, filters),
    ]);
    return pageOf(rows, {
      first,
      after: page.after,
      totalCount: totals[0]?.count ?? 0,
      cursorOf: ({ provider, model, effectiveFrom, id }) => [
        provider,
        model,
        effectiveFrom.toISOString(),
        id,
      ],
    });
  }

  /**
   * Enters a price for the tenant of the caller, or as an operator for all.
   * @throws AppError `FORBIDDEN`
   */
  async enter(context: RequestContext, price: PriceEntry, forAllTenants: boolean): Promise<ShownPrice> {
    authorize(context, 'costs:manage');
    if (forAllTenants) this.#expectOperator(context);
    const row = rowOf(price, context.actor);
    const enter = async (tx: Transaction) => {
      await insert(tx, forAllTenants ? 'all' : 'own', [row]);
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'costs.setPrice',
        subjects: [{ type: 'Price', id: row.id }],
        body: { ...row, forAllTenants },
      });
    };
    const { database, system } = this.parts;
    await (forAllTenants ? system.across(enter) : database.tenant(context.tenant, enter));
    const { effectiveFrom, enteredBy, ...rest } = row;
    return { ...rest, effectiveFrom: price.effectiveFrom, forAllTenants, enteredAt: new Date(), enteredBy };
  }

  /** Enters prices for all tenants, but for those that are the same as the one that held then. */
  async enterForAll(
    prices: readonly PriceEntry[],
    by: string,
  ): Promise<{ entered: number; unchanged: number }> {
    return this.parts.system.across(async (tx) => {
      const known = await tx.query<StoredPrice>(
        `select distinct on (provider, model) ${priceColumns} from capabilities.prices
          order by provider, model, effective_from desc, id desc`,
      );
      const before = new Map(known.map((price) => [keyOf(price), price]));
      const changed = prices.filter((price) => {
        const last = before.get(keyOf(price));
        return !last || last.effectiveFrom > price.effectiveFrom || !isSame(last, price);
      });
      await insert(
        tx,
        'all',
        changed.map((price) => rowOf(price, by)),
      );
      return { entered: changed.length, unchanged: prices.length - changed.length };
    });
  }

  #expectOperator({ tenant }: RequestContext): void {
    const { operators } = this.parts;
    if (operators.includes('*') || operators.includes(tenant)) return;
    throw new AppError('FORBIDDEN', { needed: 'costs:manage in a tenant that OPERATOR_TENANTS names' });
  }
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ provider, model, rates, tiers, effectiveFrom }: PriceEntry, enteredBy: string) {
  return {
    id: newId(),
    provider,
    model,
    rates: stored(rates),
    tiers: tiers.map((tier) => ({ ...tier, rates: stored(tier.rates) })),
    effectiveFrom: effectiveFrom.toISOString(),
    enteredBy,
  };
}

async function insert(tx: Transaction, whose: 'own' | 'all', rows: readonly Row[]): Promise<void> {
  const [table, column, value] =
    whose === 'own'
      ? ['capabilities.tenant_prices', 'tenant_id, ', `current_setting('app.tenant')::uuid, `]
      : ['capabilities.prices', '', ''];
  await tx.query(
    `insert into ${table} (${column}id, provider, model, rates, tiers, effective_from, entered_by)
     select ${value}id, provider, model, rates, tiers, "effectiveFrom", "enteredBy"
       from jsonb_to_recordset($1) as r(id uuid, provider text, model text, rates jsonb, tiers jsonb,
                                        "effectiveFrom" timestamptz, "enteredBy" text)`,
    [JSON.stringify(rows)],
  );
  await tx.query('select pg_notify($1, $2)', [pricesChannel, '']);
}

const keyOf = ({ provider, model }: Pick<StoredPrice, 'provider' | 'model'>) =>
  JSON.stringify([provider, model]);

function isSame(last: StoredPrice, price: PriceEntry): boolean {
  const { rates, tiers } = rowOf(price, '');
  const text = ({ input, output, cacheRead, cacheWrite, reasoning }: StoredPrice['rates']) =>
    [input, output, cacheRead, cacheWrite, reasoning].join(' ');
  const whole = (all: StoredPrice['tiers']) =>
    all.map((tier) => `${tier.aboveInputTokens} ${text(tier.rates)}`).sort();
  return text(last.rates) === text(rates) && whole(last.tiers).join() === whole(tiers).join();
}
