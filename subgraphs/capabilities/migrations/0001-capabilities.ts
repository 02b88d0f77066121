import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';

/** Runs, prompts with their versions and labels, and the ledger. */
export const capabilities0001: Migration = {
  name: '0001-capabilities',
  sql: `
create table capabilities.runs (
  tenant_id uuid not null, id uuid not null,
  capability text not null, plugin text not null, plugin_version text not null,
  state text not null check (state in ('PENDING', 'RUNNING', 'FINISHED', 'FAILED', 'CANCELLED')),
  epoch int not null default 0, actor text not null,
  input jsonb not null, input_hash text not null, join_key text not null, rights_key text not null,
  idempotency_key text, document_ids uuid[] not null, result jsonb, error jsonb,
  created_at timestamptz not null default clock_timestamp(), finished_at timestamptz,
  primary key (tenant_id, id)
);
create unique index runs_idempotency on capabilities.runs (tenant_id, actor, idempotency_key)
  where idempotency_key is not null;
create index runs_joinable on capabilities.runs (tenant_id, join_key, created_at desc);
create index runs_latest on capabilities.runs (tenant_id, capability, input_hash, finished_at desc)
  where state = 'FINISHED';
create index runs_newest on capabilities.runs (tenant_id, created_at desc, id desc);
create index runs_documents on capabilities.runs using gin (document_ids);
${tenantTable('capabilities.runs')}

create table capabilities.budgets (
  tenant_id uuid not null, period date not null,
  limit_nano bigint not null, reserved_nano bigint not null default 0, spent_nano bigint not null default 0,
  primary key (tenant_id, period)
);
${tenantTable('capabilities.budgets')}

create table capabilities.reservations (
  tenant_id uuid not null, run_id uuid not null, period date not null, nano bigint not null,
  primary key (tenant_id, run_id, period)
);
${tenantTable('capabilities.reservations')}

create table capabilities.prompt_versions (
  id uuid primary key, prompt text not null, plugin text not null, version int not null,
  text text not null, settings jsonb not null, content_hash text not null,
  created_at timestamptz not null default now(),
  unique (prompt, version), unique (prompt, content_hash)
);
${sharedTable('capabilities.prompt_versions')}
-- What was released stays as it was: a decision names it.
revoke update, delete on capabilities.prompt_versions from tributary_app, tributary_system;

create table capabilities.prompt_labels (
  prompt text not null, label text not null, version_id uuid not null references capabilities.prompt_versions (id),
  primary key (prompt, label)
);
${sharedTable('capabilities.prompt_labels')}
revoke insert, update, delete on capabilities.prompt_labels from tributary_app;
revoke insert on capabilities.prompt_versions from tributary_app;
`,
};
