import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database, Identity, Outbox, Transaction } from '#platform';
import { authorize, isAuthorized } from '#platform/access';
import { plainText } from '#platform/graph';
import { assigneeForm } from './asked-review.js';
import { expectReader } from './assignees.js';
import { pendingReview } from './pending-review.js';
import type { ReviewRow } from './review.entity.js';
import { asksOf } from './review-conditions.js';
import type { ReviewReader } from './review-reader.service.js';
import { subjectsOf } from './tell-resolved.js';

/** Who is asked. Whoever may decide reviews still may: being asked keeps nobody else out. */
export class ReviewAssignments {
  constructor(
    private readonly parts: { database: Database; outbox: Outbox; identity: Identity; reader: ReviewReader },
  ) {}

  /**
   * Asks one person or a group; null gives it back to all. Errors: `NOT_FOUND`, `CONFLICT` (it is closed, or who is asked
   * may not read or decide it), `REVIEW_EXCLUDED`, `BAD_USER_INPUT`.
   */
  async assign(context: RequestContext, reviewId: string, assignee: string | null): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const { database, identity, reader } = this.parts;
    plainText('assignee', assignee);
    if (assignee !== null && !assigneeForm.test(assignee))
      throw new AppError('BAD_USER_INPUT', { reason: 'assignee must be user:<id> or group:<id>' });
    const isPerson = assignee !== null && !assignee.startsWith('group:');
    const person = isPerson ? await identity.contextOf(context.tenant, assignee) : null;
    const behind = person && (await identity.personOf(person));
    return database.tenant(context.tenant, async (tx) => {
      if (isPerson && !person) throw new AppError('NOT_FOUND', { thing: `the assignee ${assignee}` });
      const review = await pendingReview(tx, reader, context, reviewId);
      if (assignee !== null) await expectReader(tx, reader, review, { assignee, person });
      if (person && !isAuthorized(person, 'reviews:resolve'))
        throw new AppError('CONFLICT', { reason: `${assignee} may not decide reviews` });
      if (person && behind) expectVoice(review, [person.actor, behind], 'the assignee is');
      return this.#give(tx, context, review, assignee);
    });
  }

  /**
   * Takes a review on oneself, where nobody else has. Errors: `NOT_FOUND`, `CONFLICT` (it is closed, or another person or
   * a group of others is asked), `REVIEW_EXCLUDED`.
   */
  async claim(context: RequestContext, reviewId: string): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const person = await this.parts.identity.personOf(context);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const review = await pendingReview(tx, this.parts.reader, context, reviewId);
      const { assignee } = review;
      if (assignee === context.actor) return review;
      if (assignee && !asksOf(context).includes(assignee))
        throw new AppError('CONFLICT', { reason: `${assignee} is asked already; assignReview asks another` });
      expectVoice(review, [context.actor, person], 'you are');
      return this.#give(tx, context, review, context.actor);
    });
  }

  async #give(
    tx: Transaction,
    context: RequestContext,
    review: ReviewRow,
    assignee: string | null,
  ): Promise<ReviewRow> {
    review.assignee = assignee;
    await this.parts.outbox.event(tx, context, 'review.assigned', {
      reviewId: review.id,
      documentId: review.documentId ?? null,
      assignee,
      by: context.actor,
    });
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: 'reviews.assign',
      subjects: subjectsOf(review),
      body: { assignee },
    });
    return review;
  }
}

/** Nobody is asked for what they may not say; an actor and the person behind are one. */
function expectVoice(review: ReviewRow, actors: readonly string[], who: string): void {
  if (actors.some((actor) => review.excluded.includes(actor)))
    throw new AppError('REVIEW_EXCLUDED', { reason: `${who} excluded from it` });
  const voice = review.voices.find(({ person }) => actors.includes(person));
  if (voice) throw new AppError('CONFLICT', { reason: `${voice.by} has approved it; another person has to` });
}
