import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, describedEnum, resultOf } from '#platform/graph';
import type { EmbeddingChangeRow, EmbeddingChangeState } from './embedding-change.entity.js';

export const EmbeddingChangeStateEnum = describedEnum<EmbeddingChangeState>(
  'EmbeddingChangeState',
  'Where a change of the embedding model stands.',
  {
    BUILDING: 'A generation of the index with the new model is being built; searches use the earlier one.',
    COMPARING: 'Both generations are asked a sample of queries.',
    SWITCHED: 'Searches use the new generation; the earlier one is kept, and written, to roll back to.',
    REFUSED: 'The new generation found too little; searches use the earlier one.',
    CANCELLED: 'Somebody cancelled it; searches use the earlier generation.',
    FAILED: 'It failed; searches use the earlier generation. The code says why.',
    ROLLED_BACK: 'Searches use the earlier generation again; the new one is kept, and written.',
    RELEASED: 'The generation that does not answer was deleted; there is no way back but another change.',
  },
);

@ObjectType({ description: 'Where vectors live: only those of one model and length can be compared.' })
export class EmbeddingSpace {
  @Field(() => String, { description: 'The name of the model.' })
  model!: string;

  @Field(() => Int, { description: 'How many numbers a vector has.' })
  dimensions!: number;
}

@ObjectType({ description: 'A change of the embedding model of the search index.' })
export class EmbeddingChange {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => EmbeddingChangeStateEnum, { description: 'Where it stands.' })
  state!: string;

  @Field(() => EmbeddingSpace, { nullable: true, description: 'The earlier space; null without vectors.' })
  from!: EmbeddingSpace | null;

  @Field(() => EmbeddingSpace, { nullable: true, description: 'The new space, as soon as it is known.' })
  to!: EmbeddingSpace | null;

  @Field(() => Int, { description: 'How many passages are in the new generation.' })
  done!: number;

  @Field(() => Int, { description: 'How many passages there were when it began.' })
  total!: number;

  @Field(() => Float, { description: 'The recall below which it is refused.' })
  minRecall!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of the ten nearest passages, found by comparing a query with every vector, that the new generation finds.',
  })
  recall!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of the ten first documents of the earlier generation that are among those of the new one.',
  })
  overlap!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many queries both were asked.' })
  sampled!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it failed or was refused, or what keeps it from going on for now.',
  })
  code!: string | null;

  @Field(() => String, { description: 'Who started it.' })
  startedBy!: string;

  @Field(() => DateTime, { description: 'When it began.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When searches switched, or it ended otherwise.' })
  finishedAt!: Date | null;
}

@InputType({ description: 'How to change the embedding model.' })
export class ReembedInput {
  @Field(() => Float, {
    nullable: true,
    description: 'The recall, 0 to 1, below which searches are not switched; 0.95 by default.',
  })
  minRecall?: number | null;
}

@InputType({ description: 'Which change of the embedding model.' })
export class EmbeddingChangeInput {
  @Field(() => ID, { nullable: true, description: 'The newest one must be this; any by default.' })
  changeId?: string | null;
}

@ObjectType({ description: 'The change as it now stands.' })
export class EmbeddingChangePayload {
  @Field(() => EmbeddingChange, { description: 'The change.' })
  change!: EmbeddingChange;
}
export const EmbeddingChangeResult = resultOf('EmbeddingChangeResult', EmbeddingChangePayload);

export function embeddingChangeView(row: EmbeddingChangeRow): EmbeddingChange {
  const space = (model: string | null | undefined, dimensions: number | null | undefined) =>
    model && dimensions ? Object.assign(new EmbeddingSpace(), { model, dimensions }) : null;
  const { id, state, done, total, minRecall, startedBy, createdAt } = row;
  return Object.assign(new EmbeddingChange(), {
    id,
    state,
    from: space(row.fromModel, row.fromDimensions),
    to: space(row.toModel, row.toDimensions),
    done,
    total,
    minRecall,
    recall: row.recall ?? null,
    overlap: row.overlap ?? null,
    sampled: row.sampled ?? null,
    code: row.code ?? null,
    startedBy,
    createdAt,
    finishedAt: row.finishedAt ?? null,
  });
}
