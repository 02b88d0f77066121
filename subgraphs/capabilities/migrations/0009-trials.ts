import type { Migration } from '#platform';

/** What a trial tries instead of what would be used; null for every other run. */
export const capabilities0009: Migration = {
  name: '0009-trials',
  sql: 'alter table capabilities.runs add column variant jsonb;',
};
