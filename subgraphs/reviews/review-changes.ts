import type { Identity, LiveEvents } from '#platform';
import type { SubscriptionSource } from '#platform/graph';
import { currentContext } from '#platform/identity';
import { reviewView } from './review.view.js';
import type { ReviewConditions } from './review-conditions.js';
import type { ReviewReader } from './review-reader.service.js';

const names = [
  'review.requested',
  'review.assigned',
  'review.approval.given',
  'review.escalated',
  'review.resolved',
] as const;

/** The events of `reviewChanged`: each review is read anew with what the caller may read at that moment. */
export function reviewChanges(parts: {
  live: LiveEvents;
  identity: Identity;
  reader: ReviewReader;
}): SubscriptionSource {
  return async function* ({ documentId, filter }, { request, signal }) {
    const conditions = (filter ?? {}) as ReviewConditions;
    for await (const { payload } of parts.live.subscribe(request.tenant, names, signal)) {
      if (typeof documentId === 'string' && payload.documentId !== documentId.toLowerCase()) continue;
      const caller = await currentContext(parts.identity, request);
      if (!caller) return;
      const row = await parts.reader.readOne(caller, payload.reviewId, conditions);
      if (row) yield reviewView(row);
    }
  };
}
