import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Outbox, Transaction } from '#platform';
import type { DocumentRow } from './document.entity.js';
import { VersionEntity } from './version.entity.js';

/** Steps that a document in quarantine has behind it. */
const done = ['parse', 'screen'];

/**
 * Lets the current version out of quarantine: it is read on from where it was stopped, now and whenever it is read
 * again. A later version is screened anew.
 */
export async function release(
  tx: Transaction,
  outbox: Outbox,
  context: RequestContext,
  document: DocumentRow,
  by: string,
): Promise<void> {
  const { id: documentId, versionId } = document;
  await tx.em.nativeUpdate(VersionEntity, { id: versionId }, { releasedBy: by, rejectedBy: null });
  Object.assign(document, { status: 'PROCESSING', code: null, problem: null, updatedAt: new Date() });
  await tx.em.flush();
  await tx.query(
    `update documents.steps set state = 'PENDING', code = null, run_id = null, started_at = null, finished_at = null
      where version_id = $1 and name <> all($2)`,
    [versionId, done],
  );
  const payload = { documentId, versionId, cleared: true };
  await outbox.job(tx, context, { name: 'documents.ingest', payload, key: uuid() });
}

/** The current version stays in quarantine for good. */
export async function reject(tx: Transaction, document: DocumentRow, by: string): Promise<void> {
  const { code, message, hint } = new AppError('DOCUMENT_REJECTED');
  await tx.em.nativeUpdate(VersionEntity, { id: document.versionId }, { rejectedBy: by });
  Object.assign(document, { code, problem: { message, hint }, updatedAt: new Date() });
  await tx.em.flush();
}
