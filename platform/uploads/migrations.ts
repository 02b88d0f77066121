import { type Migration, tenantTable } from '#platform/database';

const uploads = `
  create table platform.uploads (
    tenant_id uuid not null,
    id uuid not null,
    actor text not null,
    name text not null,
    media_type text,
    groups text[] not null,
    token_hash bytea not null,
    size bigint,
    state text not null default 'CREATED' check (state in ('CREATED', 'RECEIVING', 'RECEIVED', 'COMPLETED')),
    claim uuid,
    blob_key text,
    sha256 text,
    document_id uuid,
    expires_at timestamptz not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id)
  );
  create index uploads_token on platform.uploads (token_hash);
  create index uploads_changed on platform.uploads (changed_at);
  ${tenantTable('platform.uploads')}`;

export const uploadMigrations: readonly Migration[] = [{ name: 'uploads-0001-uploads', sql: uploads }];
