import { AppError, type RequestContext } from 'tributary/sdk';
import type { Clock, Database, Identity, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { pendingReview } from './pending-review.js';
import type { ReviewOutcome, ReviewRow } from './review.entity.js';
import type { ReviewReader } from './review-reader.service.js';
import { subjectsOf, tellResolved } from './tell-resolved.js';

export interface ReviewDecision {
  reviewId: string;
  outcome: ReviewOutcome;
  comment: string | null;
  fingerprint: string;
}

const longestComment = 2000;

/** What people decide. */
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

  /**
   * A rejection decides at once; an approval or a correction when as many different people as are asked for have said
   * so. Errors: `NOT_FOUND`, `REVIEW_EXCLUDED`, `BAD_USER_INPUT`, `REVIEW_CHANGED` for another fingerprint, `CONFLICT`
   * when it is decided, and for a second voice of the same person.
   */
  async resolve(context: RequestContext, decision: ReviewDecision): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const comment = checkedComment(decision.comment);
    const person = await this.parts.identity.personOf(context);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const review = await pendingReview(tx, this.parts.reader, context, decision.reviewId);
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
  if (review.fingerprint !== fingerprint) throw new AppError('REVIEW_CHANGED', { review: review.id });
  if (review.excluded.includes(actor) || review.excluded.includes(person))
    throw new AppError('REVIEW_EXCLUDED', { reason: 'you are excluded from it' });
  if (review.voices.some((voice) => voice.person === person))
    throw new AppError('CONFLICT', { reason: 'you have decided already; a second person has to' });
}
