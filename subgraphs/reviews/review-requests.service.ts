import type { RequestContext, ReviewSummary } from 'tributary/sdk';
import { v7 as newId, validate } from 'uuid';
import type { Access, AskedReview, Clock, Outbox, ReviewRequests, Transaction } from '#platform';
import { askedBefore, checkedReview } from './asked-review.js';
import { readableReviews, reviewsInOrder } from './readable-reviews.js';
import { isPending } from './review.entity.js';
import { reviewSummary } from './review.view.js';
import { policyFor } from './review-policy.js';
import { excludedFrom, type Terms, termsOf } from './review-terms.js';

/** Asks people, for other subgraphs and in their transaction. The same fingerprint is asked once while it is pending. */
export class ReviewRequestService implements ReviewRequests {
  constructor(private readonly parts: { access: Access; outbox: Outbox; clock: Clock }) {}

  async request(tx: Transaction, context: RequestContext, asked: AskedReview): Promise<string> {
    const review = checkedReview(asked);
    const before = await askedBefore(tx, review);
    if (before) return before;
    const policy = await policyFor(tx, review);
    const excluded = await excludedFrom(tx, context, review, policy);
    const terms = termsOf(review, policy, { now: this.parts.clock.now(), excluded });
    return this.#insert(tx, context, review, terms);
  }

  async #insert(
    tx: Transaction,
    context: RequestContext,
    review: ReturnType<typeof checkedReview>,
    terms: Terms,
  ): Promise<string> {
    const { access, outbox } = this.parts;
    const id = newId();
    const [asked] = await tx.query<{ id: string }>(
      `with made as (
         insert into reviews.reviews (id, tenant_id, reason, subject_type, subject_id, document_id, fingerprint, evidence,
           deadline, requested_by, shown, made_from, plugin, kind, amount, assignee, approvals, excluded, escalate_at,
           escalate_to, on_deadline, policy)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid[], $13, $14, $15, $16, $17, $18::text[], $19, $20,
           $21, $22)
         on conflict (tenant_id, fingerprint) where ${isPending} do nothing
         returning id)
       select id from made
       union all
       select id from reviews.reviews where fingerprint = $7 and ${isPending} limit 1`,
      [
        id,
        context.tenant,
        review.reason,
        review.subject.type,
        review.subject.id,
        review.documentId,
        review.fingerprint,
        JSON.stringify(review.evidence),
        terms.deadline,
        context.actor,
        review.shown === undefined ? null : JSON.stringify(review.shown),
        review.madeFrom ?? [],
        review.plugin ?? null,
        review.kind ?? null,
        review.amount ?? null,
        terms.assignee,
        terms.approvals,
        terms.excluded,
        terms.escalateAt,
        terms.escalateTo,
        terms.onDeadline,
        terms.policy,
      ],
    );
    // Null only if the other one was committed and closed between the two halves of the statement: then ask again.
    if (!asked) return this.#insert(tx, context, review, terms);
    if (asked.id !== id) return asked.id;
    await access.set(tx, { type: 'Review', id }, review.access);
    const { documentId, reason } = review;
    await outbox.event(tx, context, 'review.requested', { reviewId: id, documentId, reason });
    return id;
  }

  async find(
    tx: Transaction,
    context: RequestContext,
    ids: readonly string[],
    plugin: string,
  ): Promise<(ReviewSummary | null)[]> {
    const readable = readableReviews(context, 1);
    const found = await tx.query<{ id: string }>(
      `select r.id from reviews.reviews r where r.id = any($2::uuid[]) and (r.plugin = $3 or ${readable.sql})`,
      [readable.value, ids.filter((id) => validate(id)), plugin],
    );
    const rows = await reviewsInOrder(
      tx,
      found.map(({ id }) => id),
    );
    const byId = new Map(rows.map((row) => [row.id, reviewSummary(row)]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }

  async withdraw(
    tx: Transaction,
    context: RequestContext,
    subject: { type: string; ids: readonly string[] },
    except: string | null = null,
  ): Promise<void> {
    if (subject.ids.length === 0) return;
    const closed = await tx.query<{
      id: string;
      subjectId: string;
      documentId: string | null;
      fingerprint: string;
    }>(
      `update reviews.reviews set state = 'EXPIRED', resolved_at = clock_timestamp()
        where ${isPending} and subject_type = $1 and subject_id = any($2) and fingerprint is distinct from $3
        returning id, subject_id as "subjectId", document_id as "documentId", fingerprint`,
      [subject.type, subject.ids, except],
    );
    for (const { id, subjectId, documentId, fingerprint } of closed) {
      await this.parts.outbox.event(tx, context, 'review.resolved', {
        reviewId: id,
        documentId,
        subject: { type: subject.type, id: subjectId },
        fingerprint,
        outcome: 'EXPIRED',
        by: context.actor,
      });
    }
  }
}
