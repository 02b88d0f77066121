import { type Migration, tenantTable } from '#platform/database';

// `part` is json, not jsonb: a delta may end within a surrogate pair, which jsonb refuses.
const events = `
  create table platform.run_logs (
    tenant_id uuid not null,
    run_id uuid not null,
    epoch int not null,
    seq int not null,
    written_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, run_id)
  ) with (fillfactor = 70);
  create table platform.run_events (
    tenant_id uuid not null,
    run_id uuid not null,
    epoch int not null,
    seq int not null,
    part json not null,
    at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, run_id, epoch, seq)
  );
  create index run_events_at on platform.run_events using brin (at);
  ${tenantTable('platform.run_logs')}
  ${tenantTable('platform.run_events')}`;

// What placeholders in the run stand for, encrypted; it goes with the log.
const names = 'alter table platform.run_logs add column names bytea;';

export const runLogMigrations: readonly Migration[] = [
  { name: 'run-log-0001-events', sql: events },
  { name: 'run-log-0002-names', sql: names },
];
