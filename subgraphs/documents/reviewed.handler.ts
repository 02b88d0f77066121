import type { Database, EventHandler, LiveEvents } from '#platform';
import { DocumentEntity } from './document.entity.js';

/** A person has looked at a document: what was shown is right, or was corrected, and it is ready. */
export function reviewedHandler({
  database,
  live,
}: {
  database: Database;
  live: LiveEvents;
}): EventHandler<'review.resolved'> {
  return {
    name: 'documents.reviewed',
    event: 'review.resolved',
    queue: 'system',
    async run({ payload: { subject, outcome } }, { context }) {
      if (subject.type !== 'Document' || outcome === 'REJECTED') return;
      await database.tenant(context.tenant, async (tx) => {
        const waiting = { id: subject.id, status: 'NEEDS_REVIEW' as const };
        const ready = { status: 'READY' as const, code: null, problem: null, updatedAt: new Date() };
        if ((await tx.em.nativeUpdate(DocumentEntity, waiting, ready)) === 0) return;
        await live.publish(tx, context, 'document.changed', { documentId: subject.id, status: 'READY' });
      });
    },
  };
}
