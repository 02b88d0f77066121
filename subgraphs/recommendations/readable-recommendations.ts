import type { Rights } from 'tributary/sdk';
import { readableClause } from '#platform/access';

/**
 * SQL that holds for recommendations (`r`) that may be read: by whoever may read the document and everything that the
 * recommendation rests on, for its words name that. Takes one parameter.
 */
export function readableRecommendations(
  rights: Rights,
  parameter: number,
): { sql: string; value: readonly string[] } {
  const own = readableClause(rights, 'Document', 'r.document_id', parameter);
  const named = readableClause(rights, 'Document', `(place->>'documentId')::uuid`, parameter);
  const others = `select from jsonb_array_elements(r.evidence) place
    where place->>'documentId' <> r.document_id::text and not ${named.sql}`;
  return { sql: `${own.sql} and not exists (${others})`, value: own.value };
}
