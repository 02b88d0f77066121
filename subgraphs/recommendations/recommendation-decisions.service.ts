import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Database, Outbox, SubgraphPorts, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { FeedbackEntity } from './feedback.entity.js';
import type { RecommendationRow } from './recommendation.entity.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

interface Parts {
  database: Database;
  outbox: Outbox;
  reader: RecommendationReader;
  ports: Pick<SubgraphPorts, 'reviews'>;
}

const longestComment = 2000;

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
    const { value } = input;
    const comment = checkedComment(input.comment);
    return this.change(
      request,
      input.recommendationId,
      'recommendations.feedback',
      async (tx, { id, tenantId, documentId }) => {
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
        const event = { recommendationId: id, documentId, value, by: request.actor };
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
    const comment = checkedComment(input.comment);
    return this.change(
      request,
      input.recommendationId,
      'recommendations.decide',
      async (tx, recommendation) => {
        const { state, decidedBy } = recommendation;
        // Sent twice by the same person, it was decided once.
        if (state === decision && decidedBy === request.actor) return null;
        if (state === 'NEEDS_REVIEW' && decision === 'ACCEPTED')
          throw new AppError('CONFLICT', { reason: 'A rule wants the recommendation to be reviewed first' });
        if (state !== 'OPEN' && state !== 'NEEDS_REVIEW')
          throw new AppError('CONFLICT', { reason: `The recommendation is ${state} already` });
        if (state === 'NEEDS_REVIEW') {
          const subject = { type: 'Recommendation', ids: [recommendation.id] };
          await this.parts.ports.reviews.withdraw(tx, request, subject);
        }
        const decided = { state: decision, decidedBy: request.actor, decidedAt: new Date(), comment };
        Object.assign(recommendation, decided);
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
    /** Gives what the record says, or null when nothing was changed. */
    work: (tx: Transaction, recommendation: RecommendationRow) => Promise<Record<string, unknown> | null>,
  ): Promise<RecommendationRow> {
    return this.parts.database.tenant(request.tenant, async (tx) => {
      // Two people who decide at once: the second sees what the first decided.
      if (validate(id))
        await tx.query('select from recommendations.recommendations where id = $1 for update', [id]);
      const [recommendation] = await this.parts.reader.readable(tx, request, [id]);
      if (!recommendation) throw new AppError('NOT_FOUND', { thing: 'The recommendation' });
      const body = await work(tx, recommendation);
      if (body === null) return recommendation;
      const subjects = [
        { type: 'Recommendation', id: recommendation.id },
        { type: 'Document', id: recommendation.documentId },
      ];
      await this.parts.outbox.audit(tx, request, { kind: 'mutation', action, subjects, body });
      return recommendation;
    });
  }
}

function checkedComment(comment: string | null | undefined): string | null {
  const text = plainText('comment', comment)?.trim() || null;
  if (text === null || text.length <= longestComment) return text;
  throw new AppError('BAD_USER_INPUT', { reason: `comment must have at most ${longestComment} characters` });
}
