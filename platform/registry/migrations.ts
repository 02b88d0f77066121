import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';

/** Told the tenant whose registered operations have changed. */
export const operationsChannel = 'tributary_operations';

/** Tables of this part, in the schema `platform`. */
export const migrations: readonly Migration[] = [
  {
    name: 'registry-0001-subgraphs',
    sql: `
      create table platform.subgraphs (
        name text not null,
        process text not null,
        url text not null,
        sdl text not null,
        hash text not null,
        seen_at timestamptz not null default now(),
        primary key (name, process)
      );
      ${sharedTable('platform.subgraphs')}
      -- Which fields are really asked for, by operation and day: no tenant, no arguments.
      create table platform.operation_use (
        day date not null,
        hash text not null,
        coordinate text not null,
        uses bigint not null,
        primary key (day, hash, coordinate)
      );
      ${sharedTable('platform.operation_use')}`,
  },
  {
    name: 'registry-0002-published',
    // Which of two processes came last must not change with every heartbeat.
    sql: 'alter table platform.subgraphs add published_at timestamptz not null default clock_timestamp()',
  },
  {
    name: 'registry-0003-operations',
    sql: `
      create table platform.operations (
        tenant_id uuid not null,
        hash text not null,
        name text not null,
        document text not null,
        tool jsonb,
        idempotency_key text,
        registered_by text not null,
        registered_at timestamptz not null default now(),
        primary key (tenant_id, hash),
        unique (tenant_id, name),
        unique (tenant_id, idempotency_key)
      );
      ${tenantTable('platform.operations')}
      -- How often a tenant called which registered operation: what others do is not told.
      create table platform.operation_calls (
        tenant_id uuid not null,
        day date not null,
        hash text not null,
        uses bigint not null,
        primary key (tenant_id, day, hash)
      );
      ${tenantTable('platform.operation_calls')}`,
  },
];
