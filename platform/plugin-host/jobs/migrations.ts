import type { Eraser } from '#platform';
import { type Migration, tenantTable } from '#platform/database';

const schedules = `
  create table platform.plugin_schedules (
    tenant_id uuid not null,
    plugin text not null,
    name text not null,
    job text not null,
    payload jsonb not null,
    time jsonb not null,
    next_at timestamptz not null,
    primary key (tenant_id, plugin, name)
  );
  create index plugin_schedules_due on platform.plugin_schedules (next_at);
  ${tenantTable('platform.plugin_schedules')}`;

const mandates = `
  create table platform.plugin_mandates (
    tenant_id uuid not null,
    plugin text not null,
    name text not null,
    actor text not null,
    given_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, plugin, name)
  );
  ${tenantTable('platform.plugin_mandates')}`;

export const pluginJobMigrations: readonly Migration[] = [
  { name: 'plugin-jobs-0001-schedules', sql: schedules },
  { name: 'plugin-jobs-0002-mandates', sql: mandates },
];

export const pluginScheduleEraser: Eraser = {
  name: 'plugin-schedules',
  async tenant(tx) {
    await tx.query('delete from platform.plugin_schedules');
    await tx.query('delete from platform.plugin_mandates');
  },
};
