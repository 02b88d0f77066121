import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** What each attempt of a run did, step by step; a run that did nothing worth a span of its own has no row. */
export const capabilities0006: Migration = {
  name: '0006-run-traces',
  sql: `
alter table capabilities.runs add column trace_id text;
create table capabilities.run_traces (
  tenant_id uuid not null, run_id uuid not null, epoch int not null,
  trace_id text not null, spans jsonb not null, dropped int not null default 0,
  content bytea, at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, run_id, epoch)
);
create index run_traces_age on capabilities.run_traces (at);
${tenantTable('capabilities.run_traces')}
-- What was recorded stays as it was.
revoke update on capabilities.run_traces from tributary_app, tributary_system;`,
};
