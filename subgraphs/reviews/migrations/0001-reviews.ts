import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

export const createReviews: Migration = {
  name: '0001-reviews',
  sql: `
    create table reviews.reviews (
      id uuid not null,
      tenant_id uuid not null,
      reason text not null,
      subject_type text not null,
      subject_id text not null,
      document_id uuid,
      fingerprint text not null,
      evidence jsonb not null,
      deadline timestamptz,
      assignee text,
      state text not null default 'OPEN' check (state in ('OPEN', 'RESOLVED', 'EXPIRED')),
      outcome text check (outcome in ('APPROVED', 'REJECTED', 'CORRECTED')),
      comment text,
      requested_by text not null,
      resolved_by text,
      created_at timestamptz not null default now(),
      resolved_at timestamptz,
      primary key (tenant_id, id)
    );
    -- The same question is asked once while it is open.
    create unique index reviews_open on reviews.reviews (tenant_id, fingerprint) where state = 'OPEN';
    create index reviews_document on reviews.reviews (tenant_id, document_id);
    create index reviews_newest on reviews.reviews (tenant_id, id desc);
    create index reviews_deadline on reviews.reviews (deadline) where state = 'OPEN';
    ${tenantTable('reviews.reviews')}`,
};
