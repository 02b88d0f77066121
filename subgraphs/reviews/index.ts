import type { SubgraphModule } from '#platform';
import { reviewsEraser } from './eraser.js';
import { expireSchedule } from './expire.schedule.js';
import { migrations } from './migrations/index.js';
import { ReviewEntity } from './review.entity.js';
import { ReviewedDocumentResolver, ReviewResolver } from './review.resolver.js';
import { reviewView } from './review.view.js';
import { reviewChanges } from './review-changes.js';
import { ReviewRequestService } from './review-requests.service.js';
import { ReviewsService } from './reviews.service.js';

/** Questions to people, and their decisions. */
const reviewsModule: SubgraphModule = {
  name: 'reviews',
  entities: [ReviewEntity],
  migrations,
  create({ database, system, access, outbox, live, identity, clock }) {
    const reviews = new ReviewsService({ database, access, outbox, live, identity, clock });
    return {
      resolvers: [new ReviewResolver(reviews), new ReviewedDocumentResolver(reviews)],
      references: {
        Review: async (ids, { request }) => {
          const rows = await reviews.readMany(request, ids);
          return rows.map((row) => row && reviewView(row));
        },
        Document: async (ids, { request }) => {
          const readable = await reviews.readableDocuments(request, ids);
          return ids.map((id) => (readable.has(id) ? { id } : null));
        },
      },
      subscriptions: { reviewChanged: reviewChanges({ live, identity, reviews }) },
      provides: { reviews: new ReviewRequestService({ access, outbox }) },
      erasers: [reviewsEraser({ access })],
      schedules: [expireSchedule({ system, reviews, clock })],
    };
  },
};
export default reviewsModule;
