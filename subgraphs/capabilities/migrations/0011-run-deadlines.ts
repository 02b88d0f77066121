import type { Migration } from '#platform';

/** When a run fails that has not ended before; null for one that may take its time. */
export const capabilities0011: Migration = {
  name: '0011-run-deadlines',
  sql: 'alter table capabilities.runs add column deadline_at timestamptz;',
};
