import { AppError, errorShape, type RequestContext, z } from 'tributary/sdk';
import type { Embedder, JobDefinition } from '#platform';
import { EmbeddingChangeEntity, type EmbeddingChangeRow } from './embedding-change.entity.js';
import type { ChangeParts } from './embedding-changes.service.js';
import { reportChange } from './reembed-work.js';
import { isRunning, Reembedding } from './reembedding.js';

const payload = z.object({ changeId: z.uuid() });
/** The batch endpoint of a provider may take a day. */
const timeoutMs = 48 * 3_600_000;
/** After so long a job gives its place to others, and another job goes on. */
const turnMs = 10_000;
const dropMs = 30_000;
/** With the pauses between them a quarter of an hour: a provider that is down for minutes ends no change. */
const attempts = 12;

/** Who looks sees what keeps a change from going on; its next progress takes that away. */
async function tell(
  { database, live }: ChangeParts,
  context: RequestContext,
  { id, state }: EmbeddingChangeRow,
  code: string,
): Promise<void> {
  await database.tenant(context.tenant, async (tx) => {
    await tx.query(
      `update documents.embedding_changes set code = $2 where id = $1 and state in ('BUILDING', 'COMPARING')`,
      [id, code],
    );
    await live.publish(tx, context, 'embeddings.changed', { changeId: id, state });
  });
}

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
    attempts,
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
        if (!change || !isRunning(change)) return;
        await tell(parts, job.context, change, errorShape(error).code);
        throw error;
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
        const { code } = errorShape(error);
        await reportChange(parts.ports, tx, context, { ...change, state: 'FAILED', code });
      });
      const signal = AbortSignal.timeout(dropMs);
      if (change.generation) await parts.search.dropGeneration(context.tenant, change.generation, signal);
    },
  };
}
