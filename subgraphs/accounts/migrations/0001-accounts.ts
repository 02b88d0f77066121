import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

const tables = ['tenants', 'members', 'groups', 'memberships', 'api_keys'];

export const createAccounts: Migration = {
  name: '0001-accounts',
  sql: `
    create table accounts.tenants (
      tenant_id uuid primary key,
      name text not null,
      state text not null default 'ACTIVE' check (state in ('ACTIVE', 'DELETING')),
      created_at timestamptz not null default now()
    );
    create table accounts.members (
      id uuid not null,
      tenant_id uuid not null,
      email text not null,
      name text,
      roles text[] not null,
      subject text,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id)
    );
    create unique index members_email on accounts.members (tenant_id, lower(email));
    create unique index members_subject on accounts.members (tenant_id, subject) where subject is not null;
    create table accounts.groups (
      id uuid not null,
      tenant_id uuid not null,
      name text not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id)
    );
    create unique index groups_name on accounts.groups (tenant_id, lower(name));
    create table accounts.memberships (
      tenant_id uuid not null,
      group_id uuid not null,
      member_id uuid not null,
      primary key (tenant_id, group_id, member_id),
      foreign key (tenant_id, group_id) references accounts.groups on delete cascade,
      foreign key (tenant_id, member_id) references accounts.members on delete cascade
    );
    create index memberships_member on accounts.memberships (tenant_id, member_id);
    create table accounts.api_keys (
      id uuid not null,
      tenant_id uuid not null,
      name text not null,
      member_id uuid,
      roles text[] not null,
      groups text[] not null,
      scopes text[] not null,
      key_hash text not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, member_id) references accounts.members on delete cascade
    );
    create index api_keys_member on accounts.api_keys (tenant_id, member_id);
    ${tables.map((table) => tenantTable(`accounts.${table}`)).join('\n')}`,
};
