import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Clock, Database, Identity, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { assigneeForm } from './asked-review.js';
import { expectReader } from './assignees.js';
import { pendingStates, type ReviewOutcome, type ReviewRow } from './review.entity.js';
import type { ReviewReader } from './review-reader.service.js';
import { subjectsOf, tellResolved } from './tell-resolved.js';

export interface ReviewDecision {
  reviewId: string;
  outcome: ReviewOutcome;
  comment: string | null;
  fingerprint: string;
}

const longestComment = 2000;

/** Who is asked, and what people decide. */
export class ReviewDecisions {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      identity: Identity;
      clock: Clock;
      reader: ReviewReader;
    },
  ) {}

  /** Asks one person or a group; null gives it back to all. Errors: `NOT_FOUND`, `CONFLICT`, `BAD_USER_INPUT`. */
  async assign(context: RequestContext, reviewId: string, assignee: string | null): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const { database, outbox, identity, reader } = this.parts;
    plainText('assignee', assignee);
    if (assignee !== null && !assigneeForm.test(assignee))
      throw new AppError('BAD_USER_INPUT', { reason: 'assignee must be user:<id> or group:<id>' });
    const person =
      assignee === null || assignee.startsWith('group:')
        ? null
        : await identity.contextOf(context.tenant, assignee);
    return database.tenant(context.tenant, async (tx) => {
      if (assignee !== null && !person && !assignee.startsWith('group:'))
        throw new AppError('NOT_FOUND', { thing: `the assignee ${assignee}` });
      const review = await this.#pending(tx, context, reviewId);
      if (assignee !== null) await expectReader(tx, reader, review, { assignee, person });
      review.assignee = assignee;
      await outbox.event(tx, context, 'review.assigned', {
        reviewId: review.id,
        documentId: review.documentId ?? null,
        assignee,
        by: context.actor,
      });
      await outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'reviews.assign',
        subjects: subjectsOf(review),
        body: { assignee },
      });
      return review;
    });
  }

  /**
   * A rejection decides at once; an approval or a correction when as many different people as are asked for have said
   * so. Errors: `NOT_FOUND`, `REVIEW_EXCLUDED`, `BAD_USER_INPUT`, `CONFLICT` when it is decided, when what was shown
   * has changed, and for a second voice of the same person.
   */
  async resolve(context: RequestContext, decision: ReviewDecision): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const comment = checkedComment(decision.comment);
    const person = await this.parts.identity.personOf(context);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const review = await this.#pending(tx, context, decision.reviewId);
      expectVoice(review, { actor: context.actor, person, fingerprint: decision.fingerprint });
      const at = this.parts.clock.now();
      const { outcome } = decision;
      const voice = { by: context.actor, person, outcome, comment, at: at.toISOString() };
      review.voices = [...review.voices, voice];
      const isDecided = outcome === 'REJECTED' || review.voices.length >= review.approvals;
      if (isDecided) {
        const isCorrected = review.voices.some((one) => one.outcome === 'CORRECTED');
        review.state = 'RESOLVED';
        review.outcome = outcome === 'APPROVED' && isCorrected ? 'CORRECTED' : outcome;
        Object.assign(review, { comment, resolvedBy: context.actor, resolvedAt: at });
      } else review.state = 'PARTLY_APPROVED';
      await tx.em.flush();
      if (isDecided) await tellResolved(this.parts.outbox, tx, context, review, review.outcome ?? outcome);
      else await this.#tellApproval(tx, context, review);
      const { fingerprint, approvals } = review;
      const voices = approvals > 1 ? { given: review.voices.length, needed: approvals } : {};
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: isDecided ? 'reviews.resolve' : 'reviews.approve',
        subjects: subjectsOf(review),
        body: { outcome, fingerprint, ...voices },
        content: comment === null ? null : { comment },
      });
      return review;
    });
  }

  async #tellApproval(tx: Transaction, context: RequestContext, review: ReviewRow): Promise<void> {
    await this.parts.outbox.event(tx, context, 'review.approval.given', {
      reviewId: review.id,
      documentId: review.documentId ?? null,
      given: review.voices.length,
      needed: review.approvals,
      by: context.actor,
    });
  }

  /** A review that waits and that the caller may read, locked: of two decisions one comes second. */
  async #pending(tx: Transaction, context: RequestContext, id: string): Promise<ReviewRow> {
    if (validate(id)) await tx.query('select from reviews.reviews where id = $1 for update', [id]);
    const [review] = await this.parts.reader.readable(tx, context, [id]);
    if (!review) throw new AppError('NOT_FOUND', { thing: `the review ${id}` });
    if (!pendingStates.includes(review.state))
      throw new AppError('CONFLICT', { reason: `the review is ${review.state}` });
    return review;
  }
}

function checkedComment(given: string | null): string | null {
  const comment = plainText('comment', given)?.trim() || null;
  if (comment === null || comment.length <= longestComment) return comment;
  throw new AppError('BAD_USER_INPUT', { reason: `comment must have at most ${longestComment} characters` });
}

/** Whether this person may say something to what was shown, and has not yet. */
function expectVoice(
  review: ReviewRow,
  { actor, person, fingerprint }: { actor: string; person: string; fingerprint: string },
): void {
  if (review.fingerprint !== fingerprint)
    throw new AppError('CONFLICT', { reason: 'what is to be reviewed has changed since it was shown' });
  if (review.excluded.includes(actor) || review.excluded.includes(person))
    throw new AppError('REVIEW_EXCLUDED', { reason: 'you are excluded from it' });
  if (review.voices.some((voice) => voice.person === person))
    throw new AppError('CONFLICT', { reason: 'you have decided already; a second person has to' });
}
