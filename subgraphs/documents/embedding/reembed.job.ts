import { AppError, errorShape, z } from 'tributary/sdk';
import type { Embedder, JobDefinition } from '#platform';
import { EmbeddingChangeEntity, type EmbeddingChangeRow } from './embedding-change.entity.js';
import type { ChangeParts } from './embedding-changes.service.js';
import { isRunning, Reembedding } from './reembedding.js';

const payload = z.object({ changeId: z.uuid() });
/** The batch endpoint of a provider may take a day. */
const timeoutMs = 48 * 3_600_000;
/** After so long a job gives its place to others, and another job goes on. */
const turnMs = 10_000;
const dropMs = 30_000;

/** Builds a tenant's index with another embedding model beside the current one, compares, then switches. */
export function reembedJob(
  parts: ChangeParts,
  worker: { readonly embedder: Embedder | null },
  longestTurnMs = turnMs,
): JobDefinition<typeof payload> {
  const load = (tenant: string, id: string): Promise<EmbeddingChangeRow | null> =>
    parts.database.tenant(tenant, (tx) => tx.em.findOne(EmbeddingChangeEntity, { id }));
  return {
    name: 'documents.reembed',
    queue: 'ai',
    payload,
    timeoutMs,
    async run({ changeId }, job) {
      const { embedder } = worker;
      if (!embedder) {
        const reason = 'MODELS names no embedding model';
        throw new AppError('MODEL_FAILED', { reason }, { retryable: false });
      }
      try {
        await new Reembedding(parts, embedder, job, changeId, Date.now() + longestTurnMs).run();
      } catch (error) {
        const change = await load(job.context.tenant, changeId);
        // Whoever cancelled it has dropped its generation, which is no failure of the job.
        if (change && isRunning(change)) throw error;
      }
    },
    async onDead({ changeId }, error, { context }) {
      const change = await load(context.tenant, changeId);
      if (!change || !isRunning(change)) return;
      await parts.database.tenant(context.tenant, async (tx) => {
        await tx.query(
          `update documents.embedding_changes set state = 'FAILED', code = $2, finished_at = now() where id = $1`,
          [changeId, errorShape(error).code],
        );
        await parts.live.publish(tx, context, 'embeddings.changed', { changeId, state: 'FAILED' });
      });
      const signal = AbortSignal.timeout(dropMs);
      if (change.generation) await parts.search.dropGeneration(context.tenant, change.generation, signal);
    },
  };
}
