import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** What plugins spend of the budget that their manifest gives them, and what their runs have reserved of it. */
export const capabilities0003: Migration = {
  name: '0003-plugin-budgets',
  sql: `
create table capabilities.plugin_budgets (
  tenant_id uuid not null, period date not null, plugin text not null,
  reserved_nano bigint not null default 0, spent_nano bigint not null default 0,
  primary key (tenant_id, period, plugin)
);
${tenantTable('capabilities.plugin_budgets')}

create table capabilities.plugin_reservations (
  tenant_id uuid not null, run_id uuid not null, period date not null, plugin text not null, nano bigint not null,
  primary key (tenant_id, run_id, period, plugin)
);
${tenantTable('capabilities.plugin_reservations')}`,
};
