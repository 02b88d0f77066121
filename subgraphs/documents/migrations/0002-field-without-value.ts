/** A person, or a capability, may say that a document has no such value. */
export const documents0002 = {
  name: '0002-field-without-value',
  sql: 'alter table documents.fields alter column value drop not null',
};
