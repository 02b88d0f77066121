import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const embeddingChangeStates = [
  'BUILDING',
  'COMPARING',
  'SWITCHED',
  'REFUSED',
  'CANCELLED',
  'FAILED',
  'ROLLED_BACK',
  'RELEASED',
] as const;
export type EmbeddingChangeState = (typeof embeddingChangeStates)[number];

/** A change of the embedding model of a tenant's search index. */
export const EmbeddingChangeEntity = defineEntity({
  name: 'EmbeddingChangeEntity',
  schema: 'documents',
  tableName: 'embedding_changes',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    state: p.text().$type<EmbeddingChangeState>(),
    /** Null: the index had no vectors. */
    fromModel: p.text().nullable(),
    fromDimensions: p.integer().nullable(),
    /** Null until the model was asked for its dimensions. */
    toModel: p.text().nullable(),
    toDimensions: p.integer().nullable(),
    /** The generation that is being built, or was. */
    generation: p.text().nullable(),
    /** The last document that is in it. */
    filledTo: p.uuid().nullable(),
    /** Passages. */
    done: p.integer(),
    total: p.integer(),
    minRecall: p.float(),
    recall: p.float().nullable(),
    overlap: p.float().nullable(),
    sampled: p.integer().nullable(),
    /** Why it failed or was refused: a code of the error catalogue. */
    code: p.text().nullable(),
    startedBy: p.text(),
    createdAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
});
export type EmbeddingChangeRow = InferEntity<typeof EmbeddingChangeEntity>;
