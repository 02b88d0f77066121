import type { RequestContext, Rights } from 'tributary/sdk';
import { readableClause } from '#platform/access';
import { rightsKey } from '#platform/runs';

/** SQL that holds for runs `r` all of whose documents may be read. */
export function allReadable(rights: Rights, parameter: number): { sql: string; value: readonly string[] } {
  const { sql, value } = readableClause(rights, 'Document', 'd.id', parameter);
  return { sql: `not exists (select 1 from unnest(r.document_ids) as d (id) where not ${sql})`, value };
}

/** The same that `RunStarter` asks before it shows a run's events. Takes three parameters from the given number on. */
export function visibleTo(
  { actor, rights }: RequestContext,
  from: number,
): { sql: string; values: readonly unknown[] } {
  const readable = allReadable(rights, from + 2);
  const shared = `(r.actor = $${from} or r.rights_key = $${from + 1}
    or starts_with(r.rights_key, 'every:') and cardinality(r.document_ids) > 0)`;
  return { sql: `${shared} and ${readable.sql}`, values: [actor, rightsKey(rights), readable.value] };
}
