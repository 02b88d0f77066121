import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** Data keys, each wrapped by the master key. Deleting a row erases what its key encrypted. */
export const migrations: readonly Migration[] = [
  {
    name: 'keys-0001',
    sql: `
      create table platform.keys (
        id uuid primary key,
        tenant_id uuid not null,
        subject text not null,
        wrapped bytea not null,
        created_at timestamptz not null default now(),
        unique (tenant_id, subject)
      );
      ${tenantTable('platform.keys')}`,
  },
];
