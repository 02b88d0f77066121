import { Arg, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type GraphContext, outcome } from '#platform/graph';
import type { EmbeddingChangeRow } from './embedding-change.entity.js';
import {
  EmbeddingChange,
  EmbeddingChangeInput,
  EmbeddingChangePayload,
  EmbeddingChangeResult,
  embeddingChangeView,
  ReembedInput,
} from './embedding-change.type.js';
import type { EmbeddingChanges } from './embedding-changes.service.js';

@Resolver(() => EmbeddingChange)
export class EmbeddingChangeResolver {
  constructor(private readonly changes: EmbeddingChanges) {}

  @Query(() => EmbeddingChange, {
    nullable: true,
    description:
      'The newest change of the embedding model; null when there was none. Needs the permission `embeddings:manage`.',
  })
  async embeddingChange(@Ctx() { request }: GraphContext): Promise<EmbeddingChange | null> {
    const row = await this.changes.newest(request);
    return row && embeddingChangeView(row);
  }

  @Mutation(() => EmbeddingChangeResult, {
    description:
      'Builds the search index anew with the embedding model that is configured now, beside the current one, and switches when it finds enough. Needs the permission `embeddings:manage`.',
  })
  reembed(
    @Arg('input', () => ReembedInput, { description: 'How.' }) input: ReembedInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof EmbeddingChangeResult> {
    return outcome(async () => payload(await this.changes.start(request, input)));
  }

  @Mutation(() => EmbeddingChangeResult, {
    description:
      'Ends a change that is being built; searches never saw it. Needs the permission `embeddings:manage`.',
  })
  cancelReembed(
    @Arg('input', () => EmbeddingChangeInput, { description: 'Which.' }) { changeId }: EmbeddingChangeInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof EmbeddingChangeResult> {
    return outcome(async () => payload(await this.changes.cancel(request, changeId ?? null)));
  }

  @Mutation(() => EmbeddingChangeResult, {
    description:
      'Makes the earlier generation of the index answer again, at once. Needs the permission `embeddings:manage`.',
  })
  rollBackEmbeddings(
    @Arg('input', () => EmbeddingChangeInput, { description: 'Which.' }) { changeId }: EmbeddingChangeInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof EmbeddingChangeResult> {
    return outcome(async () => payload(await this.changes.rollBack(request, changeId ?? null)));
  }

  @Mutation(() => EmbeddingChangeResult, {
    description:
      'Deletes the generation of the index that does not answer, with its vectors: there is no rolling back afterwards. Needs the permission `embeddings:manage`.',
  })
  releaseEmbeddings(
    @Arg('input', () => EmbeddingChangeInput, { description: 'Which.' }) { changeId }: EmbeddingChangeInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof EmbeddingChangeResult> {
    return outcome(async () => payload(await this.changes.release(request, changeId ?? null)));
  }

  @Subscription(() => EmbeddingChange, {
    topics: 'embeddings.changed',
    description:
      'The newest change of the embedding model: first as it is, then each time it has moved on. Needs the permission `embeddings:manage`.',
  })
  embeddingChanged(
    @Root() row: EmbeddingChangeRow,
    @Arg('changeId', () => ID, {
      nullable: true,
      description: 'Only as long as this is the newest; any by default.',
    })
    _changeId: string | null,
  ): EmbeddingChange {
    return embeddingChangeView(row);
  }
}

function payload(row: EmbeddingChangeRow): EmbeddingChangePayload {
  return Object.assign(new EmbeddingChangePayload(), { change: embeddingChangeView(row) });
}
