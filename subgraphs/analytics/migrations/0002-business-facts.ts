import type { Migration } from '#platform';
import { tenantTable } from '#platform/database';

export const createBusinessFacts: Migration = {
  name: '0002-business-facts',
  sql: `
    create table analytics.business_facts (
      tenant_id uuid not null,
      document_id uuid not null,
      kind text,
      seller text,
      -- Without case, signs and legal form: one company however it is written.
      seller_key text,
      buyer text,
      buyer_key text,
      currency text,
      amount numeric,
      tax numeric,
      issue_date date,
      due_date date,
      order_ref text,
      confidence double precision,
      primary key (tenant_id, document_id)
    );
    create index business_facts_issued on analytics.business_facts (tenant_id, issue_date);
    create index correction_facts_document on analytics.correction_facts (tenant_id, document_id);
    -- Documents whose fields are to be read again; events carry none of them.
    create table analytics.stale_documents (
      tenant_id uuid not null,
      document_id uuid not null,
      primary key (tenant_id, document_id)
    );
    ${tenantTable('analytics.business_facts')}
    ${tenantTable('analytics.stale_documents')}
    -- What was extracted before is read, too: all events that are kept are read again, which changes no other fact.
    update analytics.progress set published_until = '-infinity';`,
};
