import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const RelationEntity = defineEntity({
  name: 'DocumentRelationEntity',
  schema: 'documents',
  tableName: 'relations',
  properties: {
    documentId: p.uuid().primary(),
    relatedId: p.uuid().primary(),
    relation: p.text().primary(),
    tenantId: p.uuid(),
    score: p.float(),
    reason: p.text(),
  },
});
export type RelationRow = InferEntity<typeof RelationEntity>;
