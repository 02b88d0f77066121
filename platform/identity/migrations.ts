import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** Tables of this part, in the schema `platform`. */
export const migrations: readonly Migration[] = [
  {
    name: 'identity-0001-principals',
    sql: `
      create table platform.principals (
        tenant_id uuid not null,
        actor text not null,
        roles text[] not null,
        scopes text[] not null,
        groups text[] not null,
        key_hash text,
        subject text,
        revoked boolean not null default false,
        expires_at timestamptz,
        -- Known from a verified token only: its claims, not accounts, say what it may do.
        from_token boolean not null default false,
        changed_at timestamptz not null default now(),
        primary key (tenant_id, actor)
      );
      create unique index principals_key on platform.principals (key_hash) where key_hash is not null;
      create unique index principals_subject on platform.principals (tenant_id, subject) where subject is not null;
      ${tenantTable('platform.principals')}`,
  },
  {
    name: 'identity-0002-person',
    sql: `
      -- Whose key this is: where two people have to agree, a person and that person's key are one.
      alter table platform.principals add column person text;`,
  },
];
