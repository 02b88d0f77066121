import type { SubgraphModule } from '#platform';
import { actJob } from './act.job.js';
import { FeedbackEntity } from './feedback.entity.js';
import { RecommendationsForMe } from './for-me.service.js';
import { recommendations0001 } from './migrations/0001-recommendations.js';
import { recommendations0002 } from './migrations/0002-rule-sets.js';
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
import { DecisionDifferenceResolver, DryRunResolver } from './rules/dry-run.resolver.js';
import { DryRuns } from './rules/dry-run.service.js';
import { FactReader } from './rules/fact-reader.js';
import { RuleSetResolver } from './rules/rule-set.resolver.js';
import { RuleSetsService } from './rules/rule-sets.service.js';
import { RuleSetsInForce } from './rules/rule-sets-in-force.js';

/** Recommendations: proposed by capabilities, judged by versioned rules, decided by people, learned from. */
const recommendations: SubgraphModule = {
  name: 'recommendations',
  entities: [RecommendationEntity, FeedbackEntity],
  migrations: [recommendations0001, recommendations0002],
  create({ database, outbox, live, access, operations, ports, rules, plugins, clock }) {
    const reader = new RecommendationReader(database, access);
    const forMe = new RecommendationsForMe(database);
    const decisions = new RecommendationDecisions({ database, outbox, reader, ports });
    const facts = new FactReader({ database, ports });
    return {
      resolvers: [
        new RecommendationResolver({ reader, forMe, decisions }),
        new RecommendationEvidenceResolver(),
        new DocumentRecommendationsResolver(reader),
        new RuleSetResolver(new RuleSetsService({ database, outbox, rules, plugins, clock })),
        new DryRunResolver(new DryRuns({ database, rules, facts, plugins })),
        new DecisionDifferenceResolver(reader),
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
        ruleSets: new RuleSetsInForce({ database, live, rules, facts, clock }),
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
          tenant: async (tx) => {
            await tx.em.nativeDelete(RecommendationEntity, {});
            await tx.query('delete from recommendations.rule_sets');
            await tx.query('delete from recommendations.rule_set_changes');
          },
        },
      ],
      jobs: () => [actJob({ database, operations, outbox, live })],
    };
  },
};
export default recommendations;
