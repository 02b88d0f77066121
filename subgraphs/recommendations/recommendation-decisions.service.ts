import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { FeedbackEntity } from './feedback.entity.js';
import type { RecommendationRow } from './recommendation.entity.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

interface Parts {
  database: Database;
  outbox: Outbox;
  reader: RecommendationReader;
}

/** What people say to a recommendation. */
export class RecommendationDecisions {
  constructor(private readonly parts: Parts) {}

  /** Accepting runs the operation that it proposes, if any, by a job and as the person who accepted. */
  accept(
    request: RequestContext,
    input: { recommendationId: string; comment?: string | null },
  ): Promise<RecommendationRow> {
    return this.decide(request, input, 'ACCEPTED', async (tx, recommendation) => {
      if (!recommendation.action) return;
      recommendation.actionState = 'PENDING';
      const payload = { recommendationId: recommendation.id };
      await this.parts.outbox.job(tx, request, {
        name: 'recommendations.act',
        payload,
        key: recommendation.id,
      });
    });
  }

  reject(
    request: RequestContext,
    input: { recommendationId: string; comment?: string | null },
  ): Promise<RecommendationRow> {
    return this.decide(request, input, 'REJECTED', async () => undefined);
  }

  /** One voice a person; a second one replaces the first. */
  async giveFeedback(
    request: RequestContext,
    input: { recommendationId: string; value: 'UP' | 'DOWN'; comment?: string | null },
  ): Promise<RecommendationRow> {
    authorize(request, 'recommendations:decide');
    return this.change(
      request,
      input.recommendationId,
      'recommendations.feedback',
      async (tx, { id, tenantId }) => {
        const { value, comment = null } = input;
        const voice = {
          recommendationId: id,
          actor: request.actor,
          tenantId,
          value,
          comment,
          at: new Date(),
        };
        await tx.em.upsert(FeedbackEntity, voice, {
          onConflictFields: ['tenantId', 'recommendationId', 'actor'],
        });
        const event = { recommendationId: id, value, by: request.actor };
        await this.parts.outbox.event(tx, request, 'recommendation.feedback', event);
        return { value };
      },
    );
  }

  private async decide(
    request: RequestContext,
    input: { recommendationId: string; comment?: string | null },
    decision: 'ACCEPTED' | 'REJECTED',
    effect: (tx: Transaction, recommendation: RecommendationRow) => Promise<void>,
  ): Promise<RecommendationRow> {
    authorize(request, 'recommendations:decide');
    return this.change(
      request,
      input.recommendationId,
      'recommendations.decide',
      async (tx, recommendation) => {
        if (recommendation.state === decision) return { decision };
        if (recommendation.state !== 'OPEN' && recommendation.state !== 'NEEDS_REVIEW') {
          throw new AppError('CONFLICT', { reason: `The recommendation is ${recommendation.state} already` });
        }
        Object.assign(recommendation, {
          state: decision,
          decidedBy: request.actor,
          decidedAt: new Date(),
          comment: input.comment ?? null,
        });
        await effect(tx, recommendation);
        await tx.em.flush();
        const { id: recommendationId, documentId, kind } = recommendation;
        const event = { recommendationId, documentId, kind, decision, by: request.actor };
        await this.parts.outbox.event(tx, request, 'recommendation.decided', event);
        return { decision };
      },
    );
  }

  private change(
    request: RequestContext,
    id: string,
    action: string,
    work: (tx: Transaction, recommendation: RecommendationRow) => Promise<Record<string, unknown>>,
  ): Promise<RecommendationRow> {
    return this.parts.database.tenant(request.tenant, async (tx) => {
      // Two people who decide at once: the second sees what the first decided.
      await tx.query('select 1 from recommendations.recommendations where id::text = $1 for update', [id]);
      const [recommendation] = await this.parts.reader.readable(tx, request, [id]);
      if (!recommendation) throw new AppError('NOT_FOUND', { thing: 'The recommendation' });
      const body = await work(tx, recommendation);
      const subjects = [
        { type: 'Recommendation', id: recommendation.id },
        { type: 'Document', id: recommendation.documentId },
      ];
      await this.parts.outbox.audit(tx, request, { kind: 'mutation', action, subjects, body });
      return recommendation;
    });
  }
}
