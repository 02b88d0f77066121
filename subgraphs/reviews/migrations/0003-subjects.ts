import type { Migration } from '#platform';

/** Questions are looked for by what they are about: when they are withdrawn, and when a plugin asks again. */
export const subjects: Migration = {
  name: '0003-subjects',
  sql: 'create index reviews_subject on reviews.reviews (tenant_id, subject_type, subject_id);',
};
