import type { SubgraphModule } from '#platform';
import { reviewsEraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { overdueSchedule } from './overdue.schedule.js';
import { ReviewEntity } from './review.entity.js';
import { ReviewedDocumentResolver, ReviewResolver } from './review.resolver.js';
import { reviewView } from './review.view.js';
import { ReviewAssignments } from './review-assignments.service.js';
import { reviewChanges } from './review-changes.js';
import { ReviewDeadlines } from './review-deadlines.service.js';
import { ReviewDecisions } from './review-decisions.service.js';
import { ReviewPolicies } from './review-policies.service.js';
import { ReviewPolicyResolver } from './review-policy.resolver.js';
import { ReviewReader } from './review-reader.service.js';
import { ReviewRequestService } from './review-requests.service.js';

/** Questions to people, and their decisions. */
const reviewsModule: SubgraphModule = {
  name: 'reviews',
  entities: [ReviewEntity],
  migrations,
  create({ database, system, access, outbox, live, identity, clock }) {
    const reader = new ReviewReader({ database, access, clock });
    const assignments = new ReviewAssignments({ database, outbox, identity, reader });
    const decisions = new ReviewDecisions({ database, outbox, identity, clock, reader });
    const deadlines = new ReviewDeadlines({ database, outbox, clock });
    return {
      resolvers: [
        new ReviewResolver({ reader, assignments, decisions }),
        new ReviewedDocumentResolver(reader),
        new ReviewPolicyResolver(new ReviewPolicies({ database, outbox, clock })),
      ],
      references: {
        Review: async (ids, { request }) => {
          const rows = await reader.readMany(request, ids);
          return rows.map((row) => row && reviewView(row));
        },
        Document: async (ids, { request }) => {
          const readable = await reader.readableDocuments(request, ids);
          return ids.map((id) => (readable.has(id) ? { id } : null));
        },
      },
      subscriptions: { reviewChanged: reviewChanges({ live, identity, reader }) },
      provides: { reviews: new ReviewRequestService({ access, outbox, clock }) },
      erasers: [reviewsEraser({ access })],
      schedules: [overdueSchedule({ system, deadlines, clock })],
    };
  },
};
export default reviewsModule;
