import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** Long work: how each stands, and the items that failed. */
export const capabilities0010: Migration = {
  name: '0010-works',
  sql: `
create table capabilities.works (
  tenant_id uuid not null, id uuid not null,
  work text not null, plugin text,
  -- Run by its owner, who reports of it; else by the job capabilities.work.
  conducted boolean not null default false,
  state text not null check (state in ('PENDING', 'RUNNING', 'FINISHED', 'FAILED', 'CANCELLED')),
  actor text not null,
  -- Of an actor who is no member: nothing else says what it may read.
  rights jsonb,
  key text,
  payload jsonb not null,
  estimated_items int, estimated_cost_usd numeric,
  total int, done int not null default 0, failed int not null default 0, cost_usd numeric,
  -- The last item of the last page that is over, and what is over of the page behind it.
  page_after text, page_over text[] not null default '{}',
  -- Whether there is no further page, and failed items that are to be tried once more.
  is_paged boolean not null default false, again text[] not null default '{}',
  -- Each turn is a job of its own; the attempt that holds the work is the only one that writes.
  turn int not null default 0, holder text,
  error jsonb,
  created_at timestamptz not null default clock_timestamp(),
  waits_since timestamptz not null default clock_timestamp(),
  started_at timestamptz, finished_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 70);
create unique index works_key on capabilities.works (tenant_id, actor, work, key) where key is not null;
create index works_newest on capabilities.works (tenant_id, created_at desc, id desc);
create index works_open on capabilities.works (tenant_id, state) where state in ('PENDING', 'RUNNING');
${tenantTable('capabilities.works')}

create table capabilities.work_failures (
  tenant_id uuid not null, work_id uuid not null, key text not null,
  code text not null, message text not null, at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, work_id, key),
  foreign key (tenant_id, work_id) references capabilities.works (tenant_id, id) on delete cascade
);
${tenantTable('capabilities.work_failures')}
`,
};
