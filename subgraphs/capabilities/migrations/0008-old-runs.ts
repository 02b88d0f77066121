import type { Migration } from '#platform';

const tables = ['runs', 'model_calls'];
const forced = (how: string) =>
  tables.map((table) => `alter table capabilities.${table} ${how} row level security;`).join('\n');

/**
 * What runs of before 0004 cost, and which versions of prompts they used. Their calls were not kept one by one: what a run
 * came to is one row, with no tokens. Migrations run as the owner, whom forced row-level security shows no row.
 */
export const capabilities0008: Migration = {
  name: '0008-old-runs',
  sql: `
${forced('no force')}
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
