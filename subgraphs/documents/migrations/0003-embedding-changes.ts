import { tenantTable } from '#platform/database';

/** Vectors are kept by the platform, by text and space; what is here is who changes the space of a tenant's index. */
export const documents0003 = {
  name: '0003-embedding-changes',
  sql: `
alter table documents.chunks drop column embedding, drop column embedding_model;

create table documents.embedding_changes (
  tenant_id uuid not null, id uuid not null, state text not null,
  from_model text, from_dimensions int, to_model text, to_dimensions int,
  generation text, filled_to uuid, done int not null, total int not null,
  min_recall double precision not null, recall double precision, overlap double precision, sampled int,
  code text, started_by text not null, created_at timestamptz not null, finished_at timestamptz,
  primary key (tenant_id, id)
);
create unique index embedding_changes_running on documents.embedding_changes (tenant_id)
  where state in ('BUILDING', 'COMPARING');
create index embedding_changes_newest on documents.embedding_changes (tenant_id, created_at desc);
${tenantTable('documents.embedding_changes')}`,
};
