import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';
import { spendFunctions } from './0004-spend.js';

const prices = `
  provider text not null, model text not null, effective_from timestamptz not null,
  -- Nano-dollars a million tokens, as the port Price has them; amounts as text.
  rates jsonb not null, tiers jsonb not null default '[]',
  entered_at timestamptz not null default clock_timestamp(), entered_by text not null`;

/** Nobody changes a row, and none is deleted but with all of its tenant: whoever erases it says whom in `app.erasing`. */
function writtenOnce(table: string): string {
  return `
revoke update on ${table} from tributary_app, tributary_system;
create trigger kept before delete on ${table} for each row execute function capabilities.refuse_deletion();`;
}

/** Migrations run as the owner, whom forced row-level security shows no row. */
const forced = (how: string, tables: readonly string[]) =>
  tables.map((table) => `alter table capabilities.${table} ${how} row level security;`).join('\n');
const before = ['budgets', 'reservations', 'plugin_budgets'];
const after = ['runs', 'budget_limits', 'budget_periods', 'holds'];

/** Prices, budgets by scope and period, what is held of them, and every model call. */
export const capabilities0004: Migration = {
  name: '0004-costs',
  sql: `
create function capabilities.refuse_deletion() returns trigger language plpgsql as $$
begin
  if current_setting('app.erasing', true) = old.tenant_id::text then return old; end if;
  raise exception 'a row of %.% is written once', tg_table_schema, tg_table_name using errcode = '42501';
end $$;

create table capabilities.prices (id uuid primary key, ${prices});
create index prices_current on capabilities.prices (provider, model, effective_from desc, id desc);
${sharedTable('capabilities.prices')}
-- A new price is a new row; the operator's are entered by the operator.
revoke insert, update, delete on capabilities.prices from tributary_app;
revoke update, delete on capabilities.prices from tributary_system;

create table capabilities.tenant_prices (tenant_id uuid not null, id uuid not null, ${prices},
  primary key (tenant_id, id));
create index tenant_prices_current
  on capabilities.tenant_prices (tenant_id, provider, model, effective_from desc, id desc);
${tenantTable('capabilities.tenant_prices')}
${writtenOnce('capabilities.tenant_prices')}

-- One row a call of a provider: what was paid for stays as it was.
create table capabilities.model_calls (
  tenant_id uuid not null, id uuid not null,
  run_id uuid not null, epoch int not null, plugin text not null, capability text not null, actor text not null,
  operation text not null, alias text, target text, provider text, model text,
  attempt int not null, prompt_version text,
  input_tokens bigint not null, cache_read_tokens bigint not null, cache_write_tokens bigint not null,
  output_tokens bigint not null, reasoning_tokens bigint not null,
  counted text not null check (counted in ('PROVIDER', 'ESTIMATED')),
  nano_usd bigint, held_nano bigint not null,
  expected_input_tokens bigint, expected_output_tokens bigint,
  is_above_maximum boolean not null, outcome text not null, duration_ms double precision not null,
  -- When its cost was held: of this day and month it is.
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index model_calls_run on capabilities.model_calls (tenant_id, run_id, id);
create index model_calls_at on capabilities.model_calls (tenant_id, at);
-- What calls with a version of a prompt came to.
create index model_calls_prompt on capabilities.model_calls (tenant_id, split_part(prompt_version, ' ', 1), at);
${tenantTable('capabilities.model_calls')}
${writtenOnce('capabilities.model_calls')}

create table capabilities.budget_limits (
  tenant_id uuid not null,
  scope text not null check (scope in ('TENANT', 'PLUGIN', 'ACTOR')),
  subject text not null, period text not null check (period in ('DAY', 'MONTH')),
  soft_nano bigint, hard_nano bigint,
  changed_at timestamptz not null default clock_timestamp(), changed_by text not null,
  primary key (tenant_id, scope, subject, period)
);
${tenantTable('capabilities.budget_limits')}

-- What a period has come to so far.
create table capabilities.budget_periods (
  tenant_id uuid not null, scope text not null, subject text not null, period text not null, starts date not null,
  reserved_nano bigint not null, spent_nano bigint not null, warned_at timestamptz,
  primary key (tenant_id, scope, subject, period, starts)
);
${tenantTable('capabilities.budget_periods')}

-- What calls hold that have not been settled.
create table capabilities.holds (
  tenant_id uuid not null, call_id uuid not null,
  run_id uuid not null, epoch int not null, plugin text not null, capability text not null, actor text not null,
  nano bigint not null, held_at timestamptz not null default now(),
  primary key (tenant_id, call_id)
);
create index holds_run on capabilities.holds (tenant_id, run_id);
${tenantTable('capabilities.holds')}

${forced('no force', [...before, ...after])}
insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
select distinct on (tenant_id) tenant_id, 'TENANT', '', 'MONTH', limit_nano, 'system:migration'
  from capabilities.budgets order by tenant_id, period desc;
insert into capabilities.budget_periods (tenant_id, scope, subject, period, starts, reserved_nano, spent_nano)
select tenant_id, 'TENANT', '', 'MONTH', period, reserved_nano, spent_nano from capabilities.budgets
union all
select tenant_id, 'PLUGIN', plugin, 'MONTH', period, reserved_nano, spent_nano from capabilities.plugin_budgets;
insert into capabilities.holds (tenant_id, call_id, run_id, epoch, plugin, capability, actor, nano, held_at)
select r.tenant_id, gen_random_uuid(), r.run_id, 0, coalesce(u.plugin, ''), coalesce(u.capability, ''),
       coalesce(u.actor, ''), r.nano, r.period::timestamp at time zone 'utc'
  from capabilities.reservations r left join capabilities.runs u on u.tenant_id = r.tenant_id and u.id = r.run_id;
drop table capabilities.budgets, capabilities.reservations,
           capabilities.plugin_budgets, capabilities.plugin_reservations;
${forced('force', after)}
${spendFunctions}`,
};
