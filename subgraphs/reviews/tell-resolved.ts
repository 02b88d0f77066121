import type { RequestContext } from 'tributary/sdk';
import type { Outbox, Transaction } from '#platform';
import type { ReviewRow } from './review.entity.js';

/** Tells that a review is closed, to whoever asked. */
export async function tellResolved(
  outbox: Outbox,
  tx: Transaction,
  context: RequestContext,
  review: ReviewRow,
  outcome: string,
): Promise<void> {
  await outbox.event(tx, context, 'review.resolved', {
    reviewId: review.id,
    documentId: review.documentId ?? null,
    subject: { type: review.subjectType, id: review.subjectId },
    fingerprint: review.fingerprint,
    outcome,
    by: context.actor,
    ...(review.voices.length > 1 && {
      voices: review.voices.map((voice) => ({ by: voice.by, outcome: voice.outcome })),
    }),
  });
}

/** What the audit record of a review is about. */
export function subjectsOf(review: ReviewRow): { type: string; id: string }[] {
  const document = review.documentId ? [{ type: 'Document', id: review.documentId }] : [];
  return [{ type: 'Review', id: review.id }, ...document];
}
