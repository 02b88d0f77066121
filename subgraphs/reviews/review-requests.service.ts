import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Access, Outbox, ReviewRequests, Transaction } from '#platform';

/** Asks people, for other subgraphs and in their transaction. The same fingerprint is asked once while it is open. */
export class ReviewRequestService implements ReviewRequests {
  constructor(private readonly parts: { access: Access; outbox: Outbox }) {}

  async request(
    tx: Transaction,
    context: RequestContext,
    review: Parameters<ReviewRequests['request']>[2],
  ): Promise<string> {
    const { access, outbox } = this.parts;
    const id = newId();
    const [asked] = await tx.query<{ id: string }>(
      `with made as (
         insert into reviews.reviews (id, tenant_id, reason, subject_type, subject_id, document_id, fingerprint, evidence,
           deadline, requested_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (tenant_id, fingerprint) where state = 'OPEN' do nothing
         returning id)
       select id from made
       union all
       select id from reviews.reviews where fingerprint = $7 and state = 'OPEN' limit 1`,
      [
        id,
        context.tenant,
        review.reason,
        review.subject.type,
        review.subject.id,
        review.documentId,
        review.fingerprint,
        JSON.stringify(review.evidence),
        review.deadline,
        context.actor,
      ],
    );
    // Null only if the other one was committed and closed between the two halves of the statement: then ask again.
    if (!asked) return this.request(tx, context, review);
    if (asked.id !== id) return asked.id;
    await access.set(tx, { type: 'Review', id }, review.access);
    await outbox.event(tx, context, 'review.requested', {
      reviewId: id,
      documentId: review.documentId,
      reason: review.reason,
    });
    return id;
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
        where state = 'OPEN' and subject_type = $1 and subject_id = any($2) and fingerprint is distinct from $3
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
