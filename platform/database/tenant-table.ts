import { AppError } from 'tributary/sdk';

const name = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/**
 * SQL for a migration: binds a table with a column `tenant_id uuid` to row-level security. The application role sees
 * and writes the rows of its tenant only, the system role those of all. Without a tenant no row is seen.
 * @param table with its schema, as in `documents.documents`
 */
export function tenantTable(table: string): string {
  const tenant = `tenant_id = nullif(current_setting('app.tenant', true), '')::uuid`;
  return `
    alter table ${checked(table)} enable row level security;
    alter table ${table} force row level security;
    create policy app_tenant on ${table} to tributary_app using (${tenant}) with check (${tenant});
    create policy system_all on ${table} to tributary_system using (true) with check (true);
    ${sharedTable(table)}`;
}

/** SQL for a migration: lets both roles use a table that belongs to no tenant. */
export function sharedTable(table: string): string {
  return `grant select, insert, update, delete on ${checked(table)} to tributary_app, tributary_system;`;
}

function checked(table: string): string {
  if (!name.test(table))
    throw new AppError('INTERNAL', { reason: `${table} is not the name of a schema and a table` });
  return table;
}
