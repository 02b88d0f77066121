import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';

/** Tables of the changes of plugins, in the schema `platform`. */
export const pluginMigrations: readonly Migration[] = [
  {
    name: 'plugins-0001-changes',
    sql: `
      -- One content of a plugin, with its files, so that every process on every machine can load it.
      create table platform.plugin_versions (
        hash text primary key,
        plugin text not null,
        version text not null,
        manifest jsonb not null,
        source text not null,
        files bytea,
        remote jsonb,
        created_at timestamptz not null default now()
      );
      create index on platform.plugin_versions (plugin, created_at desc);
      ${sharedTable('platform.plugin_versions')}
      -- The desired state; a shipped plugin without a row is enabled.
      create table platform.plugins (
        plugin text primary key,
        hash text not null,
        enabled boolean not null,
        changed_at timestamptz not null default now(),
        changed_by text not null
      );
      ${sharedTable('platform.plugins')}
      -- A change goes through its phases; every process does what the phase asks and acknowledges it.
      create table platform.plugin_changes (
        id uuid primary key,
        plugin text not null,
        action text not null,
        hash text,
        phase text not null,
        begun_at timestamptz not null default now()
      );
      create index on platform.plugin_changes (begun_at desc);
      ${sharedTable('platform.plugin_changes')}
      create table platform.plugin_processes (
        process uuid primary key,
        name text not null,
        roles text[] not null,
        plugins jsonb not null default '[]',
        seen_at timestamptz not null default now()
      );
      ${sharedTable('platform.plugin_processes')}
      create table platform.plugin_acks (
        change uuid not null references platform.plugin_changes on delete cascade,
        phase text not null,
        process uuid not null,
        error jsonb,
        detail text,
        primary key (change, phase, process)
      );
      ${sharedTable('platform.plugin_acks')}
      create table platform.plugin_tenants (
        tenant_id uuid not null,
        plugin text not null,
        enabled boolean not null,
        changed_at timestamptz not null default now(),
        changed_by text not null,
        primary key (tenant_id, plugin)
      );
      ${tenantTable('platform.plugin_tenants')}`,
  },
];
