import type { Migration } from '#platform';

const tables = ['runs', 'model_calls', 'budget_limits', 'budget_periods', 'holds'];
const forced = (how: string) =>
  tables.map((table) => `alter table capabilities.${table} ${how} row level security;`).join('\n');

/**
 * What was spent, held and limited before 0004, and what runs of before 0004 and 0005 cost and which versions of prompts
 * they used. Their calls were not kept one by one: what a run came to is one row, with no tokens.
 */
export const capabilities0008: Migration = {
  name: '0008-old-costs',
  sql: `
${forced('no force')}
insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
select tenant_id, 'TENANT', '', 'MONTH', hard_nano, 'system:migration' from capabilities.old_limits
on conflict do nothing;
insert into capabilities.budget_periods (tenant_id, scope, subject, period, starts, reserved_nano, spent_nano)
select tenant_id, scope, subject, 'MONTH', starts, reserved_nano, spent_nano from capabilities.old_periods
on conflict do nothing;
insert into capabilities.holds (tenant_id, call_id, run_id, epoch, plugin, capability, actor, nano, held_at)
select o.tenant_id, gen_random_uuid(), o.run_id, 0, coalesce(r.plugin, ''), coalesce(r.capability, ''),
       coalesce(r.actor, ''), o.nano, o.held_at::timestamp at time zone 'utc'
  from capabilities.old_holds o left join capabilities.runs r on r.tenant_id = o.tenant_id and r.id = o.run_id;
drop table capabilities.old_limits, capabilities.old_periods, capabilities.old_holds;

update capabilities.runs set prompt_versions = string_to_array(result->'result'->>'promptVersion', ' ')
 where prompt_versions = '{}' and result->'result'->>'promptVersion' is not null;
insert into capabilities.model_calls
  (tenant_id, id, run_id, epoch, plugin, capability, actor, operation, model, attempt, prompt_version,
   input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, counted,
   nano_usd, held_nano, is_above_maximum, outcome, duration_ms, at)
select tenant_id, id, id, epoch, plugin, capability, actor, 'chat', info->>'model', 1, info->>'promptVersion',
       0, 0, 0, 0, 0, 'ESTIMATED', cost, coalesce(cost, 0), false, 'ok',
       coalesce((info->>'durationMs')::double precision, 0), coalesce(finished_at, created_at)
  from (select r.*, r.result->'result' as info, round((r.result->'result'->>'costUsd')::numeric * 1e9)::bigint as cost
          from capabilities.runs r) old
 where info->>'model' is not null and cost is distinct from 0
   and created_at < (select applied_at from platform.migrations where room = 'capabilities' and name = '0004-costs')
   and not exists (select from capabilities.model_calls m where m.tenant_id = old.tenant_id and m.run_id = old.id);
${forced('force')}`,
};
