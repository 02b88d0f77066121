import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/**
 * From which versions of documents a result was made, so that a stored one is known to be old. Results of before say
 * nothing of how they were cut or cached.
 */
export const capabilities0007: Migration = {
  name: '0007-run-versions',
  sql: `
alter table capabilities.runs add column version_ids uuid[] not null default '{}';
alter table capabilities.runs no force row level security;
update capabilities.runs set result = jsonb_set(result, '{result,truncated}', 'false')
 where result ? 'result' and not result->'result' ? 'truncated';
alter table capabilities.runs force row level security;

create table capabilities.semantic_answers (
  tenant_id uuid not null, run_id uuid not null, scope text not null, vector bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, run_id),
  foreign key (tenant_id, run_id) references capabilities.runs (tenant_id, id) on delete cascade
);
create index semantic_answers_newest on capabilities.semantic_answers (tenant_id, scope, created_at desc);
${tenantTable('capabilities.semantic_answers')}`,
};
