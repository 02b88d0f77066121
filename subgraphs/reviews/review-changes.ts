import type { Identity, LiveEvents } from '#platform';
import type { SubscriptionSource } from '#platform/graph';
import { currentContext } from '#platform/identity';
import { reviewView } from './review.view.js';
import type { ReviewsService } from './reviews.service.js';

/** The events of `reviewChanged`: each review is read anew with what the caller may read at that moment. */
export function reviewChanges(parts: {
  live: LiveEvents;
  identity: Identity;
  reviews: ReviewsService;
}): SubscriptionSource {
  return async function* ({ documentId }, { request, signal }) {
    const names = ['review.requested', 'review.resolved'] as const;
    for await (const { payload } of parts.live.subscribe(request.tenant, names, signal)) {
      if (typeof documentId === 'string' && payload.documentId !== documentId.toLowerCase()) continue;
      const caller = await currentContext(parts.identity, request);
      if (!caller) return;
      const [row] = await parts.reviews.readMany(caller, [payload.reviewId]);
      if (row) yield reviewView(row);
    }
  };
}
