import { AppError, everyone, type Rights } from 'tributary/sdk';

/** The principals that a list of principals is compared with. */
export function comparedPrincipals({ mode, principals }: Rights): readonly string[] {
  return mode === 'any' ? [...new Set([everyone, ...principals])] : principals;
}

/** SQL that holds when the column of principals lets these rights read; the parameter holds `comparedPrincipals`. */
export function heldBy({ mode }: Rights, column: string, parameter: number): string {
  const asked = `$${parameter}::text[]`;
  if (mode === 'any') return `${column} && ${asked}`;
  return `('${everyone}' = any(${column}) or (cardinality(${asked}) > 0 and ${column} @> ${asked}))`;
}

/**
 * SQL that holds for rows whose entity may be read: join it to a list before it is ranked, counted or cut. The clause
 * takes one parameter, the principals.
 * @param type the entity, e.g. `Document`; a name of the code, never of a request
 * @param column the column with the entity's id, e.g. `r.document_id`
 * @param parameter the number of the parameter, as in `$3`
 */
export function readableClause(
  rights: Rights,
  type: string,
  column: string,
  parameter: number,
): { sql: string; value: readonly string[] } {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(type))
    throw new AppError('INTERNAL', { reason: `${type} is not the name of an entity` });
  const sql = `exists (select 1 from platform.access a
    where a.entity_type = '${type}' and a.entity_id = ${column} and ${heldBy(rights, 'a.principals', parameter)})`;
  return { sql, value: comparedPrincipals(rights) };
}
