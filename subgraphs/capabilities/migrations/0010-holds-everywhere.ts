import type { Migration } from '#platform';

/**
 * A hold counts in every period that is kept, as its end does, also of a budget that has no limit just now: else one
 * that gets its limit again would be given back what it had never held. But for that it is as 0004 has made it.
 */
export const capabilities0010: Migration = {
  name: '0010-holds-everywhere',
  sql: `
create or replace function capabilities.hold_call(
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
     and b.starts = date_trunc(lower(k.period), now() at time zone 'utc')::date;
  insert into capabilities.holds (tenant_id, call_id, run_id, epoch, plugin, capability, actor, nano)
  values (current_setting('app.tenant')::uuid, p_call, p_run, p_epoch, p_plugin, p_capability, p_actor, p_nano);
end $$;

-- What calls with a version of a prompt came to.
create index model_calls_prompt on capabilities.model_calls (tenant_id, split_part(prompt_version, ' ', 1), at);`,
};
