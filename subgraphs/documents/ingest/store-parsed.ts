import type { ParsedDocument } from 'tributary/sdk';
import type { Transaction } from '#platform';
import type { DocumentRow } from '../document.entity.js';
import { DocumentEntity } from '../document.entity.js';
import { PageEntity } from '../page.entity.js';
import { VersionEntity, type VersionRow } from '../version.entity.js';

/** Stores the pages of a version and what its format tells; a repeated reading replaces the one before. */
export async function storeParsed(
  tx: Transaction,
  document: DocumentRow,
  version: VersionRow,
  parsed: ParsedDocument,
): Promise<void> {
  const { tenantId } = document;
  const versionId = version.id;
  await tx.em.nativeDelete(PageEntity, { versionId });
  const pages = parsed.pages.map(({ number, text, lines }) => ({ tenantId, versionId, number, text, lines }));
  for (let from = 0; from < pages.length; from += 50)
    await tx.em.insertMany(PageEntity, pages.slice(from, from + 50));
  await tx.em.nativeUpdate(
    VersionEntity,
    { id: versionId },
    { hidden: parsed.hidden, metadata: parsed.metadata },
  );
  const read = { mediaType: parsed.mediaType, title: parsed.title, updatedAt: new Date() };
  await tx.em.nativeUpdate(DocumentEntity, { id: document.id }, read);
}
