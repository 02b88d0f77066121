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

export const storeMigrations: readonly Migration[] = [{ name: 'store-0001-plugin-store', sql: store }];
