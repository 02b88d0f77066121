import { type Migration, tenantTable } from '#platform/database';

const store = `
  create table platform.plugin_store (
    tenant_id uuid not null,
    plugin text not null,
    collection text not null,
    key text collate "C" not null,
    value jsonb not null,
    primary key (tenant_id, plugin, collection, key)
  );
  ${tenantTable('platform.plugin_store')}`;

// An entry a declared index: (value, key) of a collection's field stand together, so a page of a search is one range.
const indexes = `
  alter table platform.plugin_store add column version int not null default 1;
  create index plugin_store_versions on platform.plugin_store (tenant_id, plugin, collection, version, key);
  create table platform.plugin_store_indexes (
    tenant_id uuid not null,
    plugin text not null,
    collection text not null,
    field text not null,
    value text collate "C" not null,
    key text collate "C" not null,
    primary key (tenant_id, plugin, collection, field, value, key),
    foreign key (tenant_id, plugin, collection, key) references platform.plugin_store on delete cascade
  );
  create index plugin_store_indexes_keys on platform.plugin_store_indexes (tenant_id, plugin, collection, key);
  create index plugin_store_indexes_values on platform.plugin_store_indexes (tenant_id, value);
  ${tenantTable('platform.plugin_store_indexes')}`;

const blobs = `
  create table platform.plugin_blobs (
    tenant_id uuid not null,
    plugin text not null,
    name text collate "C" not null,
    blob_key text not null,
    size bigint not null,
    sha256 text not null,
    media_type text,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, plugin, name)
  );
  ${tenantTable('platform.plugin_blobs')}`;

export const storeMigrations: readonly Migration[] = [
  { name: 'store-0001-plugin-store', sql: store },
  { name: 'store-0002-indexes', sql: indexes },
  { name: 'store-0003-plugin-blobs', sql: blobs },
];
