import type { Eraser } from '#platform';
import { chainBatch } from './appender.service.js';

/**
 * What audit keeps of an erased tenant: the hashes of its chain, as its tombstone. Personal text of a document is erased
 * by the outbox, which stores it.
 */
export const auditEraser: Eraser = {
  name: 'audit',
  async tenant(tx) {
    const { tenant } = tx;
    if (tenant === null) return;
    while ((await chainBatch(tx, tenant)) > 0);
    await tx.query(`update audit.heads set erased_at = coalesce(erased_at, now())`);
    await tx.query(
      `update audit.entries set subjects = null, body = null, actor = '', request_id = '' where body is not null`,
    );
    await tx.query(
      `update platform.audit_intake set subjects = '[]', body = '{}', actor = '', request_id = '' where chained_at is not null`,
    );
  },
};
