/** A person has let a version out of quarantine, or rejected it; that holds for this version alone. */
export const documents0004 = {
  name: '0004-released-versions',
  sql: 'alter table documents.versions add column released_by text, add column rejected_by text',
};
