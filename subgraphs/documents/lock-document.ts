import { type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { AppError, type Rights } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Transaction } from '#platform';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { readableWith } from './document-reader.service.js';
import { selectCurrentForUpdate } from './select-documents.js';

/*
 * Whoever changes a document, or what is kept of it elsewhere, holds its row until the transaction ends: of two who
 * do so at once the second sees what the first has done.
 */

/** The document; null when it is gone. */
export function lockDocument({ em }: Transaction, id: string): Promise<DocumentRow | null> {
  return lock(em, { id });
}

/** The document, if the caller may read it. Throws `NOT_FOUND`. */
export async function lockReadable({ em }: Transaction, rights: Rights, id: string): Promise<DocumentRow> {
  const found = validate(id) ? await lock(em, { $and: [{ id }, readableWith(rights)] }) : null;
  if (!found) throw new AppError('NOT_FOUND', { thing: 'The document' });
  return found;
}

/** The document while this version is being read; null when it was deleted or got a newer version meanwhile. */
export function lockCurrent(
  tx: Transaction,
  current: Pick<DocumentRow, 'id' | 'versionId'>,
): Promise<DocumentRow | null> {
  return selectCurrentForUpdate(tx, current);
}

function lock(em: Transaction['em'], where: FilterQuery<DocumentRow>): Promise<DocumentRow | null> {
  return em.findOne(DocumentEntity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
