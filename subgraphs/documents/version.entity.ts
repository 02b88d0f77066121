import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const VersionEntity = defineEntity({
  name: 'DocumentVersionEntity',
  schema: 'documents',
  tableName: 'versions',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    documentId: p.uuid(),
    version: p.integer(),
    blobKey: p.text(),
    sha256: p.text(),
    /** The access list in one string: the same bytes for other readers are another document. */
    accessKey: p.text(),
    size: p.integer(),
    name: p.text(),
    mediaType: p.text().nullable(),
    hidden: p.json<{ carrier: string; text: string; page: number | null }[]>(),
    metadata: p.json<Record<string, string>>(),
    /** Who let it out of quarantine, and who said that it stays there. */
    releasedBy: p.text().nullable(),
    rejectedBy: p.text().nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(),
  },
});
export type VersionRow = InferEntity<typeof VersionEntity>;
