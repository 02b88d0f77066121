import { AppError, type Engine, type RequestContext } from 'tributary/sdk';
import type { Access, DocumentsPort, RunRecords, RunRow, Transaction } from '#platform';
import { rightsKey } from './run-identity.js';
import { settledVersions } from './run-versions.js';

/** What finding stored results needs. */
interface StoredResultParts {
  access: Access;
  ports: { runRecords: Pick<RunRecords, 'findJoinable'>; documents: Pick<DocumentsPort, 'versions'> };
}

/**
 * The run that answers an equal question: one that goes on, or one that has ended and was made from what is still so.
 * Null when there is none, when the caller may not read all that it was made from, and when another engine stood in
 * for the one that would answer now: a model's outage of a minute would be felt for a day.
 */
export async function findStored(
  tx: Transaction,
  context: RequestContext,
  question: { readonly key: string; readonly engine: Engine },
  { access, ports }: StoredResultParts,
): Promise<RunRow | null> {
  const run = await ports.runRecords.findJoinable(tx, question.key);
  if (!run || !(await mayRead(tx, context, run, access))) return null;
  if (run.result === null) return run;
  if (run.result.result.engine !== question.engine) return null;
  return (await isCurrent(tx, run, ports.documents)) ? run : null;
}

/** @throws AppError `NOT_FOUND` unless all of the documents may be read */
export async function expectReadable(
  tx: Transaction,
  context: RequestContext,
  documentIds: readonly string[],
  access: Access,
): Promise<void> {
  if (documentIds.length === 0) return;
  const readable = await access.readable(tx, context, 'Document', documentIds);
  if (readable.size < new Set(documentIds).size) throw new AppError('NOT_FOUND', { thing: 'The document' });
}

/** Whether a run may be shown: one's own, one of the same rights, or one for all readers of its documents. */
export async function mayRead(
  tx: Transaction,
  context: RequestContext,
  run: RunRow,
  access: Access,
): Promise<boolean> {
  if (!mayShare(context, run)) return false;
  const ids = new Set(run.documentIds);
  return ids.size === 0 || (await access.readable(tx, context, 'Document', [...ids])).size === ids.size;
}

/** Whether every document that a result was made from is there, in the version that it was made from. */
export async function isCurrent(
  tx: Transaction,
  run: Pick<RunRow, 'documentIds' | 'versionIds'>,
  documents: Pick<DocumentsPort, 'versions'>,
): Promise<boolean> {
  const ids = new Set(run.documentIds);
  if (ids.size === 0) return true;
  const current = settledVersions(await documents.versions(tx, [...ids]));
  const versions = new Set(current.values());
  return current.size === ids.size && run.versionIds.every((version) => versions.has(version));
}

function mayShare(context: RequestContext, run: RunRow): boolean {
  if (run.actor === context.actor || run.rightsKey === rightsKey(context.rights)) return true;
  return run.rightsKey.startsWith('every:') && run.documentIds.length > 0;
}
