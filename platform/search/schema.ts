/** Changes when the tables or the analysis change: files of another format are rebuilt from the database. */
export const FORMAT = 2;

/** Documents in one block of postings and of summaries. */
export const BLOCK = 1024;

/**
 * One file is one generation of one tenant. Terms are looked up by posting blocks (a term's occurrences in 1,024
 * documents in one row), so a query reads few rows and can count what the caller may read; `summary` holds what
 * ranking needs of each document. See `docs/decisions` for why this is not FTS5.
 */
export const SCHEMA = `
create table access (number integer primary key, principals text not null unique);
create table kind (number integer primary key, name text not null unique);
create table document (
  number integer primary key, id text not null unique, version text not null, language text not null,
  fingerprint text not null
);
create table chunk (
  document integer not null, ordinal integer not null, page integer not null, start integer not null,
  end integer not null, text text not null, terms blob not null, primary key (document, ordinal)
);
create table term (number integer primary key, text text not null unique);
create table posting (term integer not null, block integer not null, entries blob not null, primary key (term, block)) without rowid;
create table summary (block integer primary key, entries blob not null);
create table vector (document integer not null, ordinal integer not null, model text not null, embedding blob not null);
create index vector_document on vector (document);
create index vector_model on vector (model);
create table pending (id text primary key, access text);
`;

/** The space of the file's vectors, once it is known; added to format 2, which reads the same without it. */
export const SPACE_TABLE =
  'create table if not exists space (only integer primary key check (only = 1), model text not null, dimensions integer not null)';
