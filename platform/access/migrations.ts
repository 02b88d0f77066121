import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

const access = `
  create table platform.access (
    tenant_id uuid not null,
    entity_type text not null,
    entity_id uuid not null,
    principals text[] not null,
    primary key (tenant_id, entity_type, entity_id)
  );
  ${tenantTable('platform.access')}`;

export const accessMigrations: readonly Migration[] = [{ name: 'access-0001-access', sql: access }];
