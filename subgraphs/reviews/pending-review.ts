import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Transaction } from '#platform';
import { pendingStates, type ReviewRow } from './review.entity.js';
import type { ReviewReader } from './review-reader.service.js';

/**
 * A review that waits and that the caller may read, locked: of two who change it at once one comes second. Errors:
 * `NOT_FOUND`, `CONFLICT`.
 */
export async function pendingReview(
  tx: Transaction,
  reader: ReviewReader,
  context: RequestContext,
  id: string,
): Promise<ReviewRow> {
  if (validate(id)) await tx.query('select from reviews.reviews where id = $1 for update', [id]);
  const [review] = await reader.readable(tx, context, [id]);
  if (!review) throw new AppError('NOT_FOUND', { thing: `the review ${id}` });
  if (!pendingStates.includes(review.state))
    throw new AppError('CONFLICT', { reason: `the review is ${review.state}` });
  return review;
}
