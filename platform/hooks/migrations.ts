import { type Migration, tenantTable } from '#platform/database';

// What was posted is kept as it came: a text, for JSON may hold characters that `jsonb` does not take.
const hooks = `
  create table platform.hooks (
    tenant_id uuid not null,
    id uuid not null,
    plugin text not null,
    name text not null,
    secrets jsonb not null,
    created_by text not null,
    created_at timestamptz not null,
    last_received_at timestamptz,
    primary key (tenant_id, id)
  );
  create index hooks_id on platform.hooks (id);
  create index hooks_plugin on platform.hooks (tenant_id, plugin, id);
  create table platform.hook_deliveries (
    tenant_id uuid not null,
    id uuid not null,
    hook_id uuid not null,
    message_id text collate "C" not null,
    body text not null,
    received_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, hook_id, message_id),
    foreign key (tenant_id, hook_id) references platform.hooks on delete cascade
  );
  create index hook_deliveries_received on platform.hook_deliveries (received_at);
  ${tenantTable('platform.hooks')}
  ${tenantTable('platform.hook_deliveries')}`;

export const hookMigrations: readonly Migration[] = [{ name: 'hooks-0001-hooks', sql: hooks }];
