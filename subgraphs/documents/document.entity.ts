import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const documentStatuses = [
  'PROCESSING',
  'READY',
  'NEEDS_REVIEW',
  'QUARANTINED',
  'FAILED',
  'DELETING',
] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

export const DocumentEntity = defineEntity({
  name: 'DocumentEntity',
  schema: 'documents',
  tableName: 'documents',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    name: p.text(),
    title: p.text().nullable(),
    mediaType: p.text(),
    status: p.text().$type<DocumentStatus>(),
    /** Why it is not READY: a code of the error catalogue, with its details. */
    code: p.text().nullable(),
    problem: p.json<{ message: string; hint: string }>().nullable(),
    kind: p.text().nullable(),
    kindConfidence: p.float().nullable(),
    language: p.text().nullable(),
    versionId: p.uuid(),
    version: p.integer(),
    access: p.array<string>(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type DocumentRow = InferEntity<typeof DocumentEntity>;
