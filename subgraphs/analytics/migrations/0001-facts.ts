import type { Migration } from '#platform';
import { sharedTable, tenantTable } from '#platform/database';

const tables = [
  'document_facts',
  'correction_facts',
  'run_facts',
  'recommendation_facts',
  'feedback_facts',
  'review_facts',
];

export const createFacts: Migration = {
  name: '0001-facts',
  sql: `
    create table analytics.document_facts (
      tenant_id uuid not null,
      document_id uuid not null,
      uploaded_at timestamptz,
      kind text,
      kind_confidence double precision,
      fields int,
      mean_confidence double precision,
      status text,
      code text,
      duration_ms double precision,
      processed_at timestamptz,
      primary key (tenant_id, document_id)
    );
    create index document_facts_time on analytics.document_facts (tenant_id, uploaded_at);
    create table analytics.correction_facts (
      tenant_id uuid not null,
      event_id uuid not null,
      document_id uuid not null,
      field text not null,
      at timestamptz not null,
      primary key (tenant_id, event_id)
    );
    create index correction_facts_time on analytics.correction_facts (tenant_id, at);
    create table analytics.run_facts (
      tenant_id uuid not null,
      event_id uuid not null,
      at timestamptz not null,
      run_id uuid not null,
      capability text not null,
      plugin text not null,
      engine text not null,
      model text,
      outcome text not null,
      duration_ms double precision not null,
      input_tokens bigint not null,
      output_tokens bigint not null,
      cost_usd numeric,
      primary key (tenant_id, event_id)
    );
    create index run_facts_time on analytics.run_facts (tenant_id, at);
    create table analytics.recommendation_facts (
      tenant_id uuid not null,
      recommendation_id uuid not null,
      document_id uuid not null,
      kind text not null,
      made_at timestamptz,
      decision text,
      decided_at timestamptz,
      primary key (tenant_id, recommendation_id)
    );
    create index recommendation_facts_time on analytics.recommendation_facts (tenant_id, made_at);
    create table analytics.feedback_facts (
      tenant_id uuid not null,
      recommendation_id uuid not null,
      actor text not null,
      value text not null,
      at timestamptz not null,
      primary key (tenant_id, recommendation_id, actor)
    );
    create table analytics.review_facts (
      tenant_id uuid not null,
      review_id uuid not null,
      document_id uuid,
      requested_at timestamptz,
      outcome text,
      resolved_at timestamptz,
      primary key (tenant_id, review_id)
    );
    create index review_facts_time on analytics.review_facts (tenant_id, requested_at);
    -- How far the events have been read; one row, of no tenant.
    create table analytics.progress (
      only_row boolean primary key default true check (only_row),
      published_until timestamptz not null
    );
    insert into analytics.progress (published_until) values ('-infinity');
    ${tables.map((table) => tenantTable(`analytics.${table}`)).join('\n')}
    ${sharedTable('analytics.progress')}
    revoke all on analytics.progress from tributary_app;`,
};
