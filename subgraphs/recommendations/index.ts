import type { SubgraphModule } from '#platform';
import { actJob } from './act.job.js';
import { defaultRuleSets } from './default-rules.js';
import { FeedbackEntity } from './feedback.entity.js';
import { RecommendationsForMe } from './for-me.service.js';
import { recommendations0001 } from './migrations/0001-recommendations.js';
import { recommendSink } from './recommend-sink.js';
import { RecommendationEntity } from './recommendation.entity.js';
import {
  DocumentRecommendationsResolver,
  RecommendationEvidenceResolver,
  RecommendationResolver,
} from './recommendation.resolver.js';
import { recommendationView } from './recommendation.view.js';
import { RecommendationDecisions } from './recommendation-decisions.service.js';
import { RecommendationReader } from './recommendation-reader.service.js';
import { recommendationChanges } from './recommendation-stream.service.js';
import { feedbackPort, recommendationsPort } from './recommendations-port.js';
import { reviewedHandler } from './reviewed.handler.js';

/** Recommendations: proposed by capabilities, judged by versioned rules, decided by people, learned from. */
const recommendations: SubgraphModule = {
  name: 'recommendations',
  entities: [RecommendationEntity, FeedbackEntity],
  migrations: [recommendations0001],
  create({ database, outbox, live, access, operations, ports }) {
    const reader = new RecommendationReader(database, access);
    const forMe = new RecommendationsForMe(database);
    const decisions = new RecommendationDecisions({ database, outbox, reader, ports });
    return {
      resolvers: [
        new RecommendationResolver({ reader, forMe, decisions }),
        new RecommendationEvidenceResolver(),
        new DocumentRecommendationsResolver(reader),
      ],
      references: {
        Recommendation: async (ids, { request }) =>
          (await reader.find(request, ids)).map((row) => row && recommendationView(row)),
        Document: async (ids, { request }) => {
          const readable = await reader.readableDocuments(request, ids);
          return ids.map((id, at) => (readable[at] ? { id } : null));
        },
      },
      subscriptions: {
        recommendationChanged: (args, context) => recommendationChanges({ live, reader }, args, context),
      },
      provides: {
        recommendations: recommendationsPort(reader),
        feedback: feedbackPort(database),
        ruleSets: defaultRuleSets,
      },
      sinks: recommendSink({ outbox, ports }),
      handlers: [reviewedHandler({ database, outbox, live })],
      erasers: [
        {
          name: 'recommendations',
          // One that rests on a document which is gone would advise what nobody can check, and may name it.
          document: async (tx, documentId) => {
            await tx.query(
              'delete from recommendations.recommendations where document_id = $1 or evidence @> $2::jsonb',
              [documentId, JSON.stringify([{ documentId }])],
            );
          },
          tenant: async (tx) => void (await tx.em.nativeDelete(RecommendationEntity, {})),
        },
      ],
      jobs: () => [actJob({ database, operations, outbox, live })],
    };
  },
};
export default recommendations;
