import type { PluginBudget, Transaction } from '#platform';

/** The current month, the limit's period. */
export const period = `date_trunc('month', now() at time zone 'utc')::date`;

/** Takes from what a plugin may spend in the month; false when its limit does not allow it. */
export async function takeOfPlugin(
  tx: Transaction,
  tenant: string,
  { plugin, monthlyNano }: PluginBudget,
  nanoUsd: bigint,
): Promise<boolean> {
  if (nanoUsd > monthlyNano) return false;
  const rows = await tx.query(
    `insert into capabilities.plugin_budgets as b (tenant_id, period, plugin, reserved_nano)
     values ($1, ${period}, $2, $3)
     on conflict (tenant_id, period, plugin) do update set reserved_nano = b.reserved_nano + excluded.reserved_nano
      where b.spent_nano + b.reserved_nano + excluded.reserved_nano <= $4::bigint
     returning 1`,
    [tenant, plugin, nanoUsd.toString(), monthlyNano.toString()],
  );
  return rows.length > 0;
}

/** Gives back what was taken: the tenant's own limit did not allow it. */
export async function giveBack(tx: Transaction, { plugin }: PluginBudget, nanoUsd: bigint): Promise<void> {
  await tx.query(
    `update capabilities.plugin_budgets set reserved_nano = reserved_nano - $2::bigint
      where period = ${period} and plugin = $1`,
    [plugin, nanoUsd.toString()],
  );
}

/** Notes what of it is a run's, to be settled with the run. */
export async function reserveOfPlugin(
  tx: Transaction,
  run: { tenant: string; id: string },
  { plugin }: PluginBudget,
  nanoUsd: bigint,
): Promise<void> {
  await tx.query(
    `insert into capabilities.plugin_reservations as r (tenant_id, run_id, period, plugin, nano)
     values ($1, $2, ${period}, $3, $4)
     on conflict (tenant_id, run_id, period, plugin) do update set nano = r.nano + excluded.nano`,
    [run.tenant, run.id, plugin, nanoUsd.toString()],
  );
}

/** Part of the statement that settles a run (`$1`, its price `$2`): what it cost its plugin. */
export const settleOfPlugins = `
  own_released as (
    delete from capabilities.plugin_reservations where run_id = $1 returning period, plugin, nano),
  own_charged as (
    select *, row_number() over (partition by plugin order by period desc) = 1 as last from own_released),
  own_settled as (
    update capabilities.plugin_budgets b
       set reserved_nano = b.reserved_nano - c.nano,
           spent_nano = b.spent_nano + case when $2::bigint is null then c.nano when c.last then $2::bigint else 0 end
      from own_charged c where b.period = c.period and b.plugin = c.plugin)`;
