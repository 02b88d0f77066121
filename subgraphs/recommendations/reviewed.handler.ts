import { LockMode } from '@mikro-orm/postgresql';
import type { Database, EventHandler, LiveEvents, Outbox } from '#platform';
import { RecommendationEntity } from './recommendation.entity.js';

/**
 * People have looked at a recommendation that a rule held back: it is open now, or rejected. What they said is kept with
 * it: rules may ask for it later, and it is a voice for what those people are recommended.
 */
export function reviewedHandler({
  database,
  outbox,
  live,
}: {
  database: Database;
  outbox: Outbox;
  live: LiveEvents;
}): EventHandler<'review.resolved'> {
  return {
    name: 'recommendations.reviewed',
    event: 'review.resolved',
    queue: 'system',
    async run({ payload: { subject, outcome, by, voices } }, { context }) {
      // Nobody decided what has expired.
      if (subject.type !== 'Recommendation' || outcome === 'EXPIRED') return;
      await database.tenant(context.tenant, async (tx) => {
        const waiting = { id: subject.id, state: 'NEEDS_REVIEW' as const };
        const lockMode = LockMode.PESSIMISTIC_WRITE;
        const recommendation = await tx.em.findOne(RecommendationEntity, waiting, { lockMode });
        if (!recommendation) return;
        const { id: recommendationId, documentId, kind } = recommendation;
        const reviewedBy = voices?.map((voice) => voice.by) ?? [by];
        Object.assign(recommendation, { reviewed: outcome, reviewedBy, reviewedAt: new Date() });
        if (outcome === 'REJECTED') {
          Object.assign(recommendation, { state: 'REJECTED', decidedBy: by, decidedAt: new Date() });
          const event = { recommendationId, documentId, kind, decision: 'REJECTED' as const, by };
          await outbox.event(tx, context, 'recommendation.decided', event);
        } else {
          recommendation.state = 'OPEN';
          // It was made before; only whoever watches needs to know.
          const event = { recommendationId, documentId, kind, state: 'OPEN' };
          await live.publish(tx, context, 'recommendation.made', event);
        }
        await tx.em.flush();
      });
    },
  };
}
