import { plainText } from '#platform/graph';

/** Which entries; every condition that is given must hold. */
export interface EntryFilter {
  kind?: string | null;
  action?: string | null;
  actor?: string | null;
  subjectId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** The conditions as SQL on `audit.entries e`; the first two parameters are the caller's. */
export function whereOf(filter: EntryFilter): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const conditions: string[] = [];
  for (const field of ['kind', 'action', 'actor', 'subjectId'] as const) plainText(field, filter[field]);
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === null || value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length + 2}`));
  };
  add(filter.kind, (parameter) => `e.kind = ${parameter}`);
  add(filter.action, (parameter) => `e.action = ${parameter}`);
  add(filter.actor, (parameter) => `e.actor = ${parameter}`);
  add(
    filter.subjectId,
    (parameter) => `e.subjects @> jsonb_build_array(jsonb_build_object('id', ${parameter}::text))`,
  );
  add(filter.from, (parameter) => `e.at >= ${parameter}`);
  add(filter.to, (parameter) => `e.at < ${parameter}`);
  return { sql: conditions.length > 0 ? conditions.join(' and ') : 'true', parameters };
}
