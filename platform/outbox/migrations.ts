import { type Migration, tenantTable } from '#platform/database';

const events = `
  create table platform.outbox (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    payload jsonb not null,
    actor text not null,
    request_id text not null,
    traceparent text not null,
    at timestamptz not null,
    published_at timestamptz,
    primary key (tenant_id, id)
  );
  create index outbox_waiting on platform.outbox (id) where published_at is null;
  create index outbox_published on platform.outbox (published_at);
  ${tenantTable('platform.outbox')}`;

// `body` is json, not jsonb: its hash is taken from the text that was written, so that text has to stay.
const intake = `
  create table platform.audit_intake (
    tenant_id uuid not null,
    id uuid not null,
    position bigint generated always as identity,
    at timestamptz not null,
    actor text not null,
    request_id text not null,
    kind text not null,
    action text not null,
    subjects jsonb not null,
    body json not null,
    content_hash text,
    content bytea,
    body_hash text not null,
    chained_at timestamptz,
    primary key (tenant_id, id)
  );
  create index audit_intake_waiting on platform.audit_intake (tenant_id, position) where chained_at is null;
  ${tenantTable('platform.audit_intake')}`;

export const outboxMigrations: readonly Migration[] = [
  { name: 'outbox-0001-events', sql: events },
  { name: 'outbox-0002-audit-intake', sql: intake },
];
