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
    /** Made with `embeddingModel`; kept so that the index can be rebuilt without asking the model again. */
    embedding: p.json<number[]>().nullable(),
    embeddingModel: p.text().nullable(),
  },
});
export type ChunkRow = InferEntity<typeof ChunkEntity>;
