/*
 * The ledger's statements. Everything that changes what a tenant has spent or holds takes the tenant's lock first and
 * no other after it, so nobody waits in a circle; it lasts until the transaction ends, never during a model call.
 */

const startOf = (period: string, at: string) =>
  `date_trunc(lower(${period}), ${at} at time zone 'utc')::date`;
const matches = (counter: string, spender: string) =>
  `(${counter}.scope = 'TENANT' or ${counter}.scope = 'PLUGIN' and ${counter}.subject = ${spender}.plugin
    or ${counter}.scope = 'ACTOR' and ${counter}.subject = ${spender}.actor)`;

const lock = `
create function capabilities.lock_ledger() returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('capabilities.ledger ' || current_setting('app.tenant'), 0))
$$;`;

/** What the calls and holds of a period come to: where a period that is counted from now on begins. */
const begin = `
create function capabilities.begin_period(p_scope text, p_subject text, p_period text, p_starts date)
returns void language sql as $$
  insert into capabilities.budget_periods
    (tenant_id, scope, subject, period, starts, reserved_nano, spent_nano)
  select current_setting('app.tenant')::uuid, c.scope, c.subject, c.period, c.starts,
         coalesce((select sum(h.nano) from capabilities.holds h
                    where ${startOf('c.period', 'h.held_at')} = c.starts and ${matches('c', 'h')}), 0),
         coalesce((select sum(m.nano_usd) from capabilities.model_calls m
                    where m.at >= c.starts::timestamp at time zone 'utc'
                      and ${startOf('c.period', 'm.at')} = c.starts and ${matches('c', 'm')}), 0)
    from (select p_scope as scope, p_subject as subject, p_period as period, p_starts as starts) c
   where not exists (select from capabilities.budget_periods b where b.scope = p_scope
                      and b.subject = p_subject and b.period = p_period and b.starts = p_starts)
  on conflict do nothing
$$;`;

/** The budgets that a spender is under; the tenant's month always, even without a limit. */
const applying = `
create function capabilities.budgets_of(p_plugin text, p_actor text, p_plugin_month bigint, p_tenant_month bigint)
returns table (scope text, subject text, period text, starts date, ends timestamptz, soft bigint, hard bigint)
language sql stable as $$
  with given (scope, subject, period, hard) as (
    values ('TENANT', '', 'MONTH', p_tenant_month), ('PLUGIN', p_plugin, 'MONTH', p_plugin_month)),
  own as (
    select l.* from capabilities.budget_limits l
     where l.scope = 'TENANT' or l.scope = 'PLUGIN' and l.subject = p_plugin
        or l.scope = 'ACTOR' and l.subject = p_actor)
  select scope, subject, period, ${startOf('period', 'now()')},
         (${startOf('period', 'now()')}::timestamp + ('1 ' || lower(period))::interval) at time zone 'utc',
         own.soft_nano, case when own.tenant_id is null then given.hard else own.hard_nano end
    from given full join own using (scope, subject, period)
   where scope = 'TENANT' and period = 'MONTH' or own.soft_nano is not null or own.hard_nano is not null
      or own.tenant_id is null and given.hard is not null
$$;`;

/**
 * Writes calls that have ended (an array of objects) and takes them, and those that were not used, off what is held.
 * With `p_lost` all that the run still holds is billed as it was held. Returns what was billed as lost. Periods are found
 * by their keys: those of before, of all actors and days, cost nothing.
 */
const settle = `
create function capabilities.settle_calls(
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
end $$;`;

/**
 * Holds so much in every budget that applies, or in none. The refusing one that opens last is named. A hold counts in
 * every period that is kept, as its end does, also of a budget that has no limit just now: one may be set meanwhile.
 */
const hold = `
create function capabilities.hold_call(
  p_run uuid, p_epoch int, p_plugin text, p_capability text, p_actor text, p_call uuid, p_nano bigint,
  p_plugin_month bigint, p_tenant_month bigint, p_calls jsonb)
returns table (budget text, resets_at timestamptz) language plpgsql as $$
#variable_conflict use_column
begin
  perform capabilities.lock_ledger();
  if jsonb_array_length(p_calls) > 0 then
    perform capabilities.settle_calls(p_run, p_epoch, p_plugin, p_capability, p_actor, p_calls, '{}', false);
  end if;
  perform capabilities.begin_period(scope, subject, period, starts)
     from capabilities.budgets_of(p_plugin, p_actor, p_plugin_month, p_tenant_month);
  return query
    select concat_ws(' ', a.scope, nullif(a.subject, ''), a.period), a.ends
      from capabilities.budgets_of(p_plugin, p_actor, p_plugin_month, p_tenant_month) a
      join capabilities.budget_periods b using (scope, subject, period, starts)
     where b.spent_nano + b.reserved_nano + p_nano > a.hard
     order by a.ends desc, a.scope desc limit 1;
  if found then return; end if;
  update capabilities.budget_periods b set reserved_nano = b.reserved_nano + p_nano
    from (values ('DAY'), ('MONTH')) p (period)
   cross join lateral (values ('TENANT', '', p.period), ('PLUGIN', p_plugin, p.period),
                              ('ACTOR', p_actor, p.period)) k (scope, subject, period)
   where b.scope = k.scope and b.subject = k.subject and b.period = k.period
     and b.starts = ${startOf('k.period', 'now()')};
  insert into capabilities.holds (tenant_id, call_id, run_id, epoch, plugin, capability, actor, nano)
  values (current_setting('app.tenant')::uuid, p_call, p_run, p_epoch, p_plugin, p_capability, p_actor, p_nano);
end $$;`;

/** The budgets of this day and month whose soft limit is reached and of which nobody was told; once a period. */
const warn = `
create function capabilities.warn_budgets() returns table (
  scope text, subject text, period text, starts date, soft bigint, hard bigint, spent bigint)
language sql as $$
  update capabilities.budget_periods b set warned_at = now()
    from capabilities.budget_limits l
   where l.soft_nano is not null and b.scope = l.scope and b.subject = l.subject and b.period = l.period
     and b.starts = ${startOf('l.period', 'now()')} and b.warned_at is null and b.spent_nano >= l.soft_nano
  returning b.scope, b.subject, b.period, b.starts, l.soft_nano, l.hard_nano, b.spent_nano
$$;`;

/** What is left of the tenant's month, from 0 to 1; null without a limit. */
const left = `
create function capabilities.month_left(p_tenant_month bigint) returns double precision language sql stable as $$
  select case when a.hard = 0 then 0
              else greatest(0, 1 - coalesce(b.spent_nano + b.reserved_nano, 0)::double precision / a.hard) end
    from capabilities.budgets_of('', '', null, p_tenant_month) a
    left join capabilities.budget_periods b using (scope, subject, period, starts)
   where a.scope = 'TENANT' and a.period = 'MONTH' and a.hard is not null
$$;`;

export const spendFunctions = [lock, begin, applying, settle, hold, warn, left].join('\n');
