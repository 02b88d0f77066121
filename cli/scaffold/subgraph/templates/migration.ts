import { columnsOf, type GeneratedNames } from '../generated-names.js';
import { sqlType } from '../mapping.js';
import type { Field, Model } from '../model.js';

/** `migrations/0001-<name>.ts`: the tables, bound to row-level security. */
export function migrationFile({ fields }: Model, { subgraph, table, entity }: GeneratedNames): string {
  const unique = fields.filter((field) => field.unique).flatMap(columnsOf);
  const indexes = unique.map(
    (name) => `
    create unique index ${subgraph}_${name.replaceAll('"', '')} on ${table} (tenant_id, ${name});`,
  );
  return `import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

export const create${entity}Tables: Migration = {
  name: '0001-${subgraph.replaceAll('_', '-')}',
  sql: \`
    create table ${table} (
      id uuid not null,
      tenant_id uuid not null,
${fields.flatMap(columns).join('\n')}
      access text[] not null,
      version integer not null,
      created_by text not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (tenant_id, id)
    );${indexes.join('')}
    create table ${subgraph}.idempotency_keys (
      tenant_id uuid not null,
      actor text not null,
      key text not null,
      change text not null,
      input_hash text not null,
      subject_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, actor, key)
    );
    create index idempotency_keys_age on ${subgraph}.idempotency_keys (tenant_id, created_at);
    \${tenantTable('${table}')}
    \${tenantTable('${subgraph}.idempotency_keys')}\`,
};
`;
}

export function migrationsIndexFile({ subgraph, entity }: GeneratedNames): string {
  const name = `create${entity}Tables`;
  return `import type { Migration } from '#platform';
import { ${name} } from './0001-${subgraph.replaceAll('_', '-')}.js';

export const migrations: readonly Migration[] = [${name}];
`;
}

function columns(field: Field): string[] {
  const names = columnsOf(field);
  const end = field.required ? ' not null' : '';
  const { value } = field;
  if (value.kind === 'money') return [`      ${names[0]} numeric${end},`, `      ${names[1]} text${end},`];
  const check =
    value.kind === 'enum'
      ? ` check (${names[0]} in (${value.shape.values.map((one) => `'${one}'`).join(', ')}))`
      : '';
  return [`      ${names[0]} ${sqlType(value)}${end}${check},`];
}
