import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** The settings of plugins, one set a tenant; secret values encrypted. */
export const capabilities0002: Migration = {
  name: '0002-plugin-settings',
  sql: `
create table capabilities.plugin_settings (
  tenant_id uuid not null, plugin text not null,
  settings jsonb not null, secrets bytea,
  changed_at timestamptz not null default clock_timestamp(), changed_by text not null,
  primary key (tenant_id, plugin)
);
${tenantTable('capabilities.plugin_settings')}`,
};
