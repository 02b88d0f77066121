import type { Ledger, Transaction } from '#platform';
import { giveBack, period, reserveOfPlugin, settleOfPlugins, takeOfPlugin } from './plugin-budget.js';

/** What a tenant may spend in a month unless somebody sets another limit: 100 US dollars. */
export const defaultLimitNano = 100_000_000_000;

const resetsAt = `to_char(date_trunc('month', now() at time zone 'utc') + interval '1 month', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/**
 * One limit a tenant and month, and within it those of plugins that have one. What runs reserve counts as spent until
 * they settle, so no two can overspend it.
 */
export const ledger: Ledger = {
  async reserve(tx, context, runId, nanoUsd, budget = null) {
    const { tenant } = context;
    const isWithin = !budget || (await takeOfPlugin(tx, tenant, budget, nanoUsd));
    const admitted = isWithin && (await takeOfTenant(tx, nanoUsd));
    if (budget && isWithin && !admitted) await giveBack(tx, budget, nanoUsd);
    if (admitted) {
      if (budget) await reserveOfPlugin(tx, { tenant, id: runId }, budget, nanoUsd);
      await tx.query(
        `insert into capabilities.reservations (tenant_id, run_id, period, nano) values ($1, $2, ${period}, $3)
         on conflict (tenant_id, run_id, period) do update set nano = reservations.nano + excluded.nano`,
        [tenant, runId, nanoUsd.toString()],
      );
    }
    const [row] = await tx.query<{ at: string }>(`select ${resetsAt} as at`);
    return { admitted, resetsAt: row?.at ?? '' };
  },

  /** A price that is not known is taken to be what was reserved. */
  async settle(tx, runId, nanoUsd) {
    await tx.query(
      `with released as (delete from capabilities.reservations where run_id = $1 returning period, nano),
            ${settleOfPlugins},
            charged as (select period, nano, row_number() over (order by period desc) = 1 as last from released)
       update capabilities.budgets b
          set reserved_nano = b.reserved_nano - c.nano,
              spent_nano = b.spent_nano + case when $2::bigint is null then c.nano when c.last then $2::bigint else 0 end
         from charged c where b.period = c.period`,
      [runId, nanoUsd === null ? null : nanoUsd.toString()],
    );
  },
};

/** Begins the month with its first reservation. */
async function takeOfTenant(tx: Transaction, nanoUsd: bigint): Promise<boolean> {
  return (await take(tx, nanoUsd)) || ((await openPeriod(tx)) && (await take(tx, nanoUsd)));
}

async function take(tx: Transaction, nanoUsd: bigint): Promise<boolean> {
  const rows = await tx.query(
    `update capabilities.budgets set reserved_nano = reserved_nano + $1::bigint
      where period = ${period} and spent_nano + reserved_nano + $1::bigint <= limit_nano returning 1`,
    [nanoUsd.toString()],
  );
  return rows.length > 0;
}

/** Begins the period with the limit of the one before; false when it has begun already. */
async function openPeriod(tx: Transaction): Promise<boolean> {
  const rows = await tx.query(
    `insert into capabilities.budgets (tenant_id, period, limit_nano)
     values (current_setting('app.tenant')::uuid, ${period},
       coalesce((select limit_nano from capabilities.budgets order by period desc limit 1), $1))
     on conflict do nothing returning 1`,
    [defaultLimitNano],
  );
  return rows.length > 0;
}
