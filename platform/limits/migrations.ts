import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** Tables of this part, in the schema `platform`. */
export const migrations: readonly Migration[] = [
  {
    name: 'limits-0001-rates',
    sql: `
      create table platform.limits (
        tenant_id uuid not null,
        -- Five seconds each, counted from the epoch.
        slot bigint not null,
        used integer not null,
        primary key (tenant_id, slot)
      );
      ${tenantTable('platform.limits')}`,
  },
];
