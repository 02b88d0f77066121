import type { Migration } from '#platform';

const startOf = (period: string, at: string) =>
  `date_trunc(lower(${period}), ${at} at time zone 'utc')::date`;

/**
 * The ledger finds the periods that a call is of by their keys: those of before, of all actors and days, cost nothing.
 * But for that both functions are as 0004 has made them.
 */
export const capabilities0009: Migration = {
  name: '0009-periods-by-key',
  sql: `
create or replace function capabilities.settle_calls(
  p_run uuid, p_epoch int, p_plugin text, p_capability text, p_actor text, p_calls jsonb, p_unused uuid[],
  p_lost boolean)
returns table (plugin text, nano bigint) language plpgsql as $$
#variable_conflict use_column
declare v_tenant uuid := current_setting('app.tenant')::uuid;
begin
  perform capabilities.lock_ledger();
  return query
  with called as (
    select * from jsonb_to_recordset(p_calls) as c(
      id uuid, operation text, alias text, target text, provider text, model text, attempt int, prompt_version text,
      input_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint, output_tokens bigint,
      reasoning_tokens bigint, counted text, nano_usd bigint, held_nano bigint, expected_input_tokens bigint,
      expected_output_tokens bigint, is_above_maximum boolean, outcome text, duration_ms double precision)),
  released as (
    delete from capabilities.holds h
     where h.call_id in (select id from called)
        or h.call_id = any(p_unused) or p_lost and h.run_id = p_run
    returning h.*),
  written as (
    insert into capabilities.model_calls
      (tenant_id, id, run_id, epoch, plugin, capability, actor, operation, alias, target, provider, model, attempt,
       prompt_version, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, counted,
       nano_usd, held_nano, expected_input_tokens, expected_output_tokens, is_above_maximum, outcome, duration_ms, at)
    select v_tenant, c.id, p_run, p_epoch, p_plugin, p_capability, p_actor, c.operation, c.alias, c.target, c.provider,
           c.model, c.attempt, c.prompt_version, c.input_tokens, c.cache_read_tokens, c.cache_write_tokens,
           c.output_tokens, c.reasoning_tokens, c.counted, c.nano_usd, c.held_nano, c.expected_input_tokens,
           c.expected_output_tokens, c.is_above_maximum, c.outcome, c.duration_ms, coalesce(r.held_at, now())
      from called c left join released r on r.call_id = c.id
    union all
    select v_tenant, r.call_id, r.run_id, r.epoch, r.plugin, r.capability, r.actor, 'chat', null, null, null, null, 1,
           null, 0, 0, 0, 0, 0, 'ESTIMATED', r.nano, r.nano, null, null, false, 'lost', 0, r.held_at
      from released r where p_lost
    on conflict do nothing
    returning id, plugin, actor, at, nano_usd, outcome),
  changes as (
    select plugin, actor, held_at as at, -nano as reserved, 0::bigint as spent from released
    union all select plugin, actor, at, 0, nano_usd from written where nano_usd > 0),
  sums as (
    select k.scope, k.subject, k.period, ${startOf('k.period', 'c.at')} as starts,
           sum(c.reserved) as reserved, sum(c.spent) as spent
      from changes c
     cross join (values ('DAY'), ('MONTH')) p (period)
     cross join lateral (values ('TENANT', '', p.period), ('PLUGIN', c.plugin, p.period),
                                ('ACTOR', c.actor, p.period)) k (scope, subject, period)
     group by 1, 2, 3, 4),
  charged as (
    update capabilities.budget_periods b
       set reserved_nano = b.reserved_nano + s.reserved, spent_nano = b.spent_nano + s.spent
      from sums s
     where b.scope = s.scope and b.subject = s.subject and b.period = s.period and b.starts = s.starts)
  select w.plugin, w.nano_usd from written w where w.outcome = 'lost' and w.nano_usd > 0;
end $$;

create or replace function capabilities.warn_budgets() returns table (
  scope text, subject text, period text, starts date, soft bigint, hard bigint, spent bigint)
language sql as $$
  update capabilities.budget_periods b set warned_at = now()
    from capabilities.budget_limits l
   where l.soft_nano is not null and b.scope = l.scope and b.subject = l.subject and b.period = l.period
     and b.starts = ${startOf('l.period', 'now()')} and b.warned_at is null and b.spent_nano >= l.soft_nano
  returning b.scope, b.subject, b.period, b.starts, l.soft_nano, l.hard_nano, b.spent_nano
$$;`,
};
