import type { Eraser } from '#platform';
import { eraseAuditContent } from './audit-intake.js';

/** Erases what the outbox keeps. Audit records stay, without their personal text: the chain has to verify. */
export const outboxEraser: Eraser = {
  name: 'outbox',
  async document(tx, documentId) {
    // Also what nobody was told yet: to whom it would matter, the deletion is told.
    await tx.query(
      `delete from platform.outbox
        where payload->>'documentId' = $1 and (published_at is not null or name <> 'document.deleted')`,
      [documentId],
    );
    await eraseAuditContent(tx, documentId);
  },
  async tenant(tx) {
    await tx.query(`delete from platform.outbox where name <> 'tenant.deleted'`);
    await tx.query('update platform.audit_intake set content = null where content is not null');
  },
};
