import type { RequestContext } from 'tributary/sdk';
import type { Clock, Database, Outbox } from '#platform';
import { reviewsInOrder } from './readable-reviews.js';
import { isPending, type ReviewRow } from './review.entity.js';
import { subjectsOf, tellResolved } from './tell-resolved.js';

const atOnce = 500;

/** SQL that holds for reviews that go to another, and for those that are closed; both take the time. */
export const isToEscalate = `${isPending} and escalated_at is null and escalate_to is not null
  and (escalate_at <= $1 or on_deadline = 'ESCALATE' and deadline <= $1)`;
export const isToExpire = `${isPending} and on_deadline = 'EXPIRE' and deadline <= $1`;

/** What happens to reviews that nobody decided in time. */
export class ReviewDeadlines {
  constructor(private readonly parts: { database: Database; outbox: Outbox; clock: Clock }) {}

  /** Closes the reviews of the tenant whose deadline has passed. */
  async expire(context: RequestContext): Promise<void> {
    await this.#each(context, isToExpire, (review, now) => {
      Object.assign(review, { state: 'EXPIRED', resolvedAt: now });
      return (tx) => tellResolved(this.parts.outbox, tx, context, review, 'EXPIRED');
    });
  }

  /** Gives to another what has waited too long; once, and it stays open. */
  async escalate(context: RequestContext): Promise<void> {
    const { outbox } = this.parts;
    await this.#each(context, isToEscalate, (review, now) => {
      const [from, to] = [review.assignee ?? null, review.escalateTo ?? ''];
      Object.assign(review, { assignee: to, escalatedAt: now });
      return async (tx) => {
        const documentId = review.documentId ?? null;
        await outbox.event(tx, context, 'review.escalated', { reviewId: review.id, documentId, to });
        await outbox.audit(tx, context, {
          kind: 'mutation',
          action: 'reviews.escalate',
          subjects: subjectsOf(review),
          body: { from, to },
        });
      };
    });
  }

  async #each(
    context: RequestContext,
    condition: string,
    change: (review: ReviewRow, now: Date) => (tx: Parameters<typeof reviewsInOrder>[0]) => Promise<void>,
  ): Promise<void> {
    const now = this.parts.clock.now();
    await this.parts.database.tenant(context.tenant, async (tx) => {
      // Locked: a decision of the same moment comes first, or finds it changed.
      const due = await tx.query<{ id: string }>(
        `select id from reviews.reviews where ${condition} order by id limit ${atOnce} for update skip locked`,
        [now],
      );
      const reviews = await reviewsInOrder(
        tx,
        due.map(({ id }) => id),
      );
      const told = reviews.map((review) => change(review, now));
      await tx.em.flush();
      for (const tell of told) await tell(tx);
    });
  }
}
