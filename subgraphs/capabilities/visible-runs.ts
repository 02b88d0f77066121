import type { Rights } from 'tributary/sdk';
import { readableClause } from '#platform/access';

/** SQL that holds for runs `r` all of whose documents may be read. */
export function allReadable(rights: Rights, parameter: number): { sql: string; value: readonly string[] } {
  const { sql, value } = readableClause(rights, 'Document', 'd.id', parameter);
  return { sql: `not exists (select 1 from unnest(r.document_ids) as d (id) where not ${sql})`, value };
}
