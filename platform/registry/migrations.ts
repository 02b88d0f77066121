import type { Migration } from '#platform';
import { sharedTable } from '#platform/database';

/** Tables of this part, in the schema `platform`. They belong to no tenant. */
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
];
