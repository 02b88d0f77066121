import { type Migration, sharedTable, tenantTable } from '#platform/database';

const jobs = `
  create table platform.jobs (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    key text,
    actor text not null,
    rights jsonb,
    payload jsonb not null,
    request_id text not null,
    traceparent text not null,
    state text not null default 'waiting' check (state in ('waiting', 'queued', 'running', 'done', 'dead')),
    queue text,
    dispatch int not null default 0,
    attempt int not null default 0,
    worker uuid,
    checkpoint jsonb not null default '{}',
    error jsonb,
    created_at timestamptz not null,
    available_at timestamptz not null,
    queued_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (tenant_id, id)
  ) with (fillfactor = 80);
  create unique index jobs_key on platform.jobs (tenant_id, name, key) where key is not null;
  create index jobs_waiting on platform.jobs (tenant_id, name, available_at, id) where state = 'waiting';
  create index jobs_due on platform.jobs (available_at) where state = 'waiting';
  create index jobs_active on platform.jobs (queue, tenant_id) where state in ('queued', 'running');
  create index jobs_finished on platform.jobs (finished_at) where state in ('done', 'dead');
  ${tenantTable('platform.jobs')}`;

/** 0 before 1 before 2. The index leads to the next jobs of a tenant and name whatever the length of its line. */
const priority = `
  alter table platform.jobs add column priority smallint not null default 1;
  create index jobs_next on platform.jobs (tenant_id, name, priority, available_at, id) where state = 'waiting';
  drop index platform.jobs_waiting;`;

const workers = `
  create table platform.workers (
    id uuid primary key,
    host text not null,
    pid int not null,
    started_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp()
  );
  create table platform.schedules (
    name text primary key,
    next_at timestamptz not null,
    worker uuid
  );
  ${sharedTable('platform.workers')}
  ${sharedTable('platform.schedules')}
  revoke all on platform.workers, platform.schedules from tributary_app;`;

export const jobMigrations: readonly Migration[] = [
  { name: 'jobs-0001-jobs', sql: jobs },
  { name: 'jobs-0002-workers', sql: workers },
  { name: 'jobs-0003-priority', sql: priority },
];
