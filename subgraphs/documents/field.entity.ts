import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const FieldEntity = defineEntity({
  name: 'DocumentFieldEntity',
  schema: 'documents',
  tableName: 'fields',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    documentId: p.uuid(),
    versionId: p.uuid(),
    name: p.text(),
    ordinal: p.integer(),
    /** Null: it is known to have none. */
    value: p.json<unknown>().nullable(),
    /** The value as plain text, for exact look-up. */
    valueText: p.text(),
    confidence: p.float(),
    page: p.integer().nullable(),
    start: p.integer().nullable(),
    end: p.integer().nullable(),
    quote: p.text().nullable(),
    /** A person's value stands before an extracted one and is never overwritten. */
    correctedBy: p.text().nullable(),
    correctedAt: p.datetime().nullable(),
    /** What had been extracted before a person corrected it. */
    extractedValue: p.json<unknown>().nullable(),
  },
});
export type FieldRow = InferEntity<typeof FieldEntity>;
