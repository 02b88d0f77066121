import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';

/** Prompts of tenants beside those of the plugins, where their labels stood before, experiments, and what runs used. */
export const capabilities0005: Migration = {
  name: '0005-prompt-releases',
  sql: `
alter table capabilities.prompt_versions add column partials text[] not null default '{}';
alter table capabilities.prompt_labels
  add column previous uuid[] not null default '{}',
  add column moved_at timestamptz not null default clock_timestamp(),
  add column moved_by text;
grant select on capabilities.prompt_labels to tributary_app;

create table capabilities.prompt_moves (
  id uuid primary key, prompt text not null, label text not null,
  version_id uuid references capabilities.prompt_versions (id),
  action text not null, moved_by text, moved_at timestamptz not null default clock_timestamp()
);
create index prompt_moves_newest on capabilities.prompt_moves (prompt, moved_at desc);
${sharedTable('capabilities.prompt_moves')}
revoke insert, update, delete on capabilities.prompt_moves from tributary_app;

create table capabilities.tenant_prompt_versions (
  tenant_id uuid not null, id uuid not null, prompt text not null, plugin text not null, version int not null,
  text text not null, settings jsonb not null, partials text[] not null, content_hash text not null,
  note text, created_by text not null, created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id), unique (tenant_id, prompt, version), unique (tenant_id, prompt, content_hash)
);
${tenantTable('capabilities.tenant_prompt_versions')}
-- What was released stays as it was: a decision names it. It goes with its tenant only.
revoke update on capabilities.tenant_prompt_versions from tributary_app, tributary_system;

create table capabilities.tenant_prompt_labels (
  tenant_id uuid not null, prompt text not null, label text not null, version_id uuid not null,
  previous uuid[] not null default '{}', moved_at timestamptz not null default clock_timestamp(), moved_by text,
  primary key (tenant_id, prompt, label)
);
${tenantTable('capabilities.tenant_prompt_labels')}

create table capabilities.tenant_prompt_moves (
  tenant_id uuid not null, id uuid not null, prompt text not null, label text not null, version_id uuid,
  action text not null, moved_by text, moved_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id)
);
create index tenant_prompt_moves_newest on capabilities.tenant_prompt_moves (tenant_id, prompt, moved_at desc);
${tenantTable('capabilities.tenant_prompt_moves')}

create table capabilities.prompt_experiments (
  tenant_id uuid not null, id uuid not null, prompt text not null,
  variants jsonb not null, started_by text not null,
  started_at timestamptz not null default clock_timestamp(), ended_at timestamptz,
  primary key (tenant_id, id)
);
create unique index prompt_experiments_running on capabilities.prompt_experiments (tenant_id, prompt)
  where ended_at is null;
${tenantTable('capabilities.prompt_experiments')}

-- What a run was started with, and which versions it has used in the end.
alter table capabilities.runs
  add column prompt_pins jsonb not null default '{}',
  add column prompt_versions text[] not null default '{}';
update capabilities.runs set prompt_versions = string_to_array(result->'result'->>'promptVersion', ' ')
 where result->'result'->>'promptVersion' is not null;
create index runs_prompt_versions on capabilities.runs using gin (prompt_versions) where prompt_versions <> '{}';
`,
};
