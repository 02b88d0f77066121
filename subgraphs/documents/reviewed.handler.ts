import type { Database, EventHandler, LiveEvents, Outbox } from '#platform';
import { lockDocument } from './lock-document.js';
import { reject, release } from './quarantine.js';

/**
 * A person has looked at a document. What was shown is right, or was corrected: it is ready; one in quarantine is read
 * on, whatever screening found. One that is rejected there stays there for good.
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
    name: 'documents.reviewed',
    event: 'review.resolved',
    queue: 'system',
    async run({ payload: { subject, fingerprint, outcome, by } }, { context }) {
      if (subject.type !== 'Document') return;
      const isApproved = ['APPROVED', 'CORRECTED'].includes(outcome);
      if (!isApproved && outcome !== 'REJECTED') return;
      await database.tenant(context.tenant, async (tx) => {
        const document = await lockDocument(tx, subject.id);
        // What was shown may have been an earlier version.
        if (!document || !fingerprint.startsWith(`${document.versionId}:`)) return;
        if (document.status === 'QUARANTINED') {
          if (isApproved) await release(tx, outbox, context, document, by);
          else await reject(tx, document, by);
        } else if (isApproved && document.status === 'NEEDS_REVIEW') {
          Object.assign(document, { status: 'READY', code: null, problem: null, updatedAt: new Date() });
          const job = { name: 'documents.align-index', payload: { documentId: document.id } };
          await outbox.job(tx, context, job);
        } else return;
        const event = { documentId: document.id, status: document.status };
        await live.publish(tx, context, 'document.changed', event);
      });
    },
  };
}
