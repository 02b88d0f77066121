import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

/** What was shown, who has said what, who may not, and what happens when nobody decides in time. */
export const queue: Migration = {
  name: '0002-queue',
  sql: `
    alter table reviews.reviews
      add column shown jsonb,
      -- The documents that what is shown was made from: it is seen by who may read them all, and goes with any of them.
      add column made_from uuid[] not null default '{}',
      add column plugin text,
      add column kind text,
      add column amount double precision,
      add column approvals smallint not null default 1 check (approvals in (1, 2)),
      add column excluded text[] not null default '{}',
      add column voices jsonb not null default '[]',
      add column escalate_at timestamptz,
      add column escalate_to text,
      add column escalated_at timestamptz,
      add column on_deadline text not null default 'EXPIRE' check (on_deadline in ('EXPIRE', 'ESCALATE')),
      add column policy text;
    alter table reviews.reviews drop constraint reviews_state_check;
    alter table reviews.reviews add constraint reviews_state_check
      check (state in ('OPEN', 'PARTLY_APPROVED', 'RESOLVED', 'EXPIRED'));
    drop index reviews.reviews_open;
    create unique index reviews_pending on reviews.reviews (tenant_id, fingerprint)
      where state in ('OPEN', 'PARTLY_APPROVED');
    drop index reviews.reviews_deadline;
    create index reviews_deadline on reviews.reviews (deadline) where state in ('OPEN', 'PARTLY_APPROVED');
    create index reviews_escalation on reviews.reviews (escalate_at)
      where state in ('OPEN', 'PARTLY_APPROVED') and escalated_at is null;
    create index reviews_assignee on reviews.reviews (tenant_id, assignee) where state in ('OPEN', 'PARTLY_APPROVED');
    create index reviews_made_from on reviews.reviews using gin (made_from);

    create table reviews.policies (
      tenant_id uuid not null,
      name text not null,
      subject_type text,
      plugin text,
      kind text,
      from_amount double precision,
      approvals smallint not null check (approvals in (1, 2)),
      excludes_requester boolean not null,
      assignee text,
      deadline_ms bigint,
      on_deadline text not null check (on_deadline in ('EXPIRE', 'ESCALATE')),
      escalate_after_ms bigint,
      escalate_to text,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (tenant_id, name)
    );
    ${tenantTable('reviews.policies')}`,
};
