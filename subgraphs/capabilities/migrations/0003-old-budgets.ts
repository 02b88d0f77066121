import type { Migration } from '#platform';

/**
 * Sets aside what 0004 takes over and drops, until 0008: migrations run as the owner, whom forced row-level security
 * shows no row, so that 0004 by itself would lose what was spent. A database that has run 0004 has nothing to keep.
 */
export const capabilities0003Old: Migration = {
  name: '0003-old-budgets',
  sql: `
create table capabilities.old_limits (tenant_id uuid, hard_nano bigint);
create table capabilities.old_periods (
  tenant_id uuid, scope text, subject text, starts date, reserved_nano bigint, spent_nano bigint);
create table capabilities.old_holds (tenant_id uuid, run_id uuid, nano bigint, held_at date);
revoke all on capabilities.old_limits, capabilities.old_periods, capabilities.old_holds
  from tributary_app, tributary_system;
do $$ begin
  if to_regclass('capabilities.budgets') is null then return; end if;
  alter table capabilities.budgets no force row level security;
  alter table capabilities.reservations no force row level security;
  alter table capabilities.plugin_budgets no force row level security;
  insert into capabilities.old_limits
  select distinct on (tenant_id) tenant_id, limit_nano from capabilities.budgets order by tenant_id, period desc;
  insert into capabilities.old_periods
  select tenant_id, 'TENANT', '', period, reserved_nano, spent_nano from capabilities.budgets
  union all select tenant_id, 'PLUGIN', plugin, period, reserved_nano, spent_nano from capabilities.plugin_budgets;
  insert into capabilities.old_holds select tenant_id, run_id, nano, period from capabilities.reservations;
  alter table capabilities.budgets force row level security;
  alter table capabilities.reservations force row level security;
  alter table capabilities.plugin_budgets force row level security;
end $$;`,
};
