import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

// Neither seq nor id is unique: whoever has the rights of a superuser could else stop a chain by taking its next place.
// The intake's lock and the head keep them unique, and the verification finds what somebody else has put there.
// `body` is json, not jsonb, so that what was hashed is kept to the letter. It and the subjects are null once the
// tenant was erased; the hashes stay, and with them the chain verifies.
export const createAudit: Migration = {
  name: '0001-audit',
  sql: `
    create table audit.entries (
      place bigint generated always as identity primary key,
      tenant_id uuid not null,
      seq bigint not null,
      id uuid not null,
      at timestamptz not null,
      actor text not null,
      request_id text not null,
      kind text not null,
      action text not null,
      subjects jsonb,
      body json,
      content_hash text,
      body_hash text not null,
      prev_hash text not null,
      hash text not null
    );
    create index entries_seq on audit.entries (tenant_id, seq);
    create index entries_id on audit.entries (tenant_id, id);
    create index entries_subjects on audit.entries using gin (subjects jsonb_path_ops);
    create table audit.heads (
      tenant_id uuid primary key,
      seq bigint not null,
      hash text not null,
      chained_at timestamptz not null,
      erased_at timestamptz
    );
    ${tenantTable('audit.entries')}
    ${tenantTable('audit.heads')}`,
};
