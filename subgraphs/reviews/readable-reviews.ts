import type { RequestContext } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { readableClause } from '#platform/access';
import { ReviewEntity, type ReviewRow } from './review.entity.js';

/**
 * SQL that holds for reviews (`r`) that may be read. A review of a document is for who may read the document now, any
 * other for who is on its own access list; and what is shown names what it was made from. Takes one parameter.
 */
export function readableReviews(
  { rights }: Pick<RequestContext, 'rights'>,
  parameter: number,
): { sql: string; value: readonly string[] } {
  const ofDocument = readableClause(rights, 'Document', 'r.document_id', parameter);
  const ofReview = readableClause(rights, 'Review', 'r.id', parameter);
  const ofSource = readableClause(rights, 'Document', 'source', parameter);
  return {
    sql: `(case when r.document_id is null then ${ofReview.sql} else ${ofDocument.sql} end
      and not exists (select from unnest(r.made_from) source where not ${ofSource.sql}))`,
    value: ofReview.value,
  };
}

export async function reviewsInOrder(tx: Transaction, ids: readonly string[]): Promise<ReviewRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.em.find(ReviewEntity, { id: { $in: [...ids] } });
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}
