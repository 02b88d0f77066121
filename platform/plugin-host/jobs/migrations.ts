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

export const pluginJobMigrations: readonly Migration[] = [
  { name: 'plugin-jobs-0001-schedules', sql: schedules },
];

export const pluginScheduleEraser: Eraser = {
  name: 'plugin-schedules',
  async tenant(tx) {
    await tx.query('delete from platform.plugin_schedules');
  },
};
