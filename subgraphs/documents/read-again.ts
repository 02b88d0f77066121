import type { RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Outbox, Transaction } from '#platform';
import type { DocumentRow } from './document.entity.js';
import { pendingSteps } from './document-intake.service.js';
import { StepEntity } from './step.entity.js';

/** Puts the current version of a document through all steps again; what people corrected stays.  */
export async function readAgain(
  tx: Transaction,
  outbox: Outbox,
  context: RequestContext,
  document: DocumentRow,
): Promise<void> {
  const { id: documentId, versionId } = document;
  Object.assign(document, { status: 'PROCESSING', code: null, problem: null, updatedAt: new Date() });
  await tx.em.flush();
  await tx.em.nativeDelete(StepEntity, { versionId });
  await tx.em.insertMany(StepEntity, pendingSteps(context.tenant, versionId));
  const payload = { documentId, versionId };
  await outbox.job(tx, context, { name: 'documents.ingest', payload, key: uuid() });
}
