import { tenantTable } from '#platform/database';

const tables = ['documents', 'versions', 'steps', 'pages', 'chunks', 'fields', 'findings', 'relations'];

export const documents0001 = {
  name: '0001-documents',
  sql: `
create table documents.documents (
  tenant_id uuid not null, id uuid not null, name text not null, title text, media_type text not null,
  status text not null, code text, problem jsonb, kind text, kind_confidence double precision, language text,
  version_id uuid not null, version int not null, access text[] not null,
  created_by text not null, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index documents_newest on documents.documents (tenant_id, created_at desc, id desc);
create index documents_kind on documents.documents (tenant_id, kind, created_at desc);

create table documents.versions (
  tenant_id uuid not null, id uuid not null, document_id uuid not null, version int not null,
  blob_key text not null, sha256 text not null, access_key text not null, size int not null,
  name text not null, media_type text, hidden jsonb not null, metadata jsonb not null,
  created_by text not null, created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, document_id, version),
  unique (tenant_id, sha256, access_key),
  foreign key (tenant_id, document_id) references documents.documents (tenant_id, id) on delete cascade
    deferrable initially deferred
);

create table documents.steps (
  tenant_id uuid not null, version_id uuid not null, name text not null, ordinal int not null, state text not null,
  started_at timestamptz, finished_at timestamptz, code text, run_id uuid,
  primary key (tenant_id, version_id, name),
  foreign key (tenant_id, version_id) references documents.versions (tenant_id, id) on delete cascade
);

create table documents.pages (
  tenant_id uuid not null, version_id uuid not null, number int not null, text text not null, lines jsonb not null,
  primary key (tenant_id, version_id, number),
  foreign key (tenant_id, version_id) references documents.versions (tenant_id, id) on delete cascade
);

create table documents.chunks (
  tenant_id uuid not null, id uuid not null, version_id uuid not null, ordinal int not null, page int not null,
  "start" int not null, "end" int not null, text text not null, embedding jsonb, embedding_model text,
  primary key (tenant_id, id),
  unique (tenant_id, version_id, ordinal),
  foreign key (tenant_id, version_id) references documents.versions (tenant_id, id) on delete cascade
);

create table documents.fields (
  tenant_id uuid not null, id uuid not null, document_id uuid not null, version_id uuid not null,
  name text not null, ordinal int not null, value jsonb not null, value_text text not null,
  confidence double precision not null, page int, "start" int, "end" int, quote text,
  corrected_by text, corrected_at timestamptz, extracted_value jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, version_id, name, ordinal),
  foreign key (tenant_id, version_id) references documents.versions (tenant_id, id) on delete cascade
);
create index fields_value on documents.fields (tenant_id, name, md5(value_text));
create index fields_document on documents.fields (tenant_id, document_id);

create table documents.findings (
  tenant_id uuid not null, id uuid not null, version_id uuid not null, ordinal int not null, kind text not null,
  severity text not null, verdict text not null, rule text not null, rule_version int not null, carrier text,
  page int, "start" int, "end" int, quote text,
  primary key (tenant_id, id),
  foreign key (tenant_id, version_id) references documents.versions (tenant_id, id) on delete cascade
);
create index findings_version on documents.findings (tenant_id, version_id, ordinal);

create table documents.relations (
  tenant_id uuid not null, document_id uuid not null, related_id uuid not null, relation text not null,
  score double precision not null, reason text not null,
  primary key (tenant_id, document_id, related_id, relation),
  foreign key (tenant_id, document_id) references documents.documents (tenant_id, id) on delete cascade,
  foreign key (tenant_id, related_id) references documents.documents (tenant_id, id) on delete cascade
);
create index relations_related on documents.relations (tenant_id, related_id);

${tables.map((table) => tenantTable(`documents.${table}`)).join('\n')}
`,
};
