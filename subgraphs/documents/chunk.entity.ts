import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const ChunkEntity = defineEntity({
  name: 'DocumentChunkEntity',
  schema: 'documents',
  tableName: 'chunks',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    versionId: p.uuid(),
    ordinal: p.integer(),
    page: p.integer(),
    start: p.integer(),
    end: p.integer(),
    text: p.text(),
  },
});
export type ChunkRow = InferEntity<typeof ChunkEntity>;
