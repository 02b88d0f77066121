import { AppError, type RequestContext, type WorkEstimate, type WorkState, z } from 'tributary/sdk';
import type { CoreWork, SubgraphPorts, Transaction } from '#platform';
import type { EmbeddingChangeRow, EmbeddingChangeState } from './embedding-change.entity.js';
import type { EmbeddingChanges } from './embedding-changes.service.js';
import { type EstimateParts, estimateReembedding } from './estimate-reembedding.js';

/** The kind of long work that a change of the embedding model is. */
const reembedKind = 'documents.reembed';
const payload = z.strictObject({ minRecall: z.number().min(0).max(1).nullish() });

const states: Readonly<Record<EmbeddingChangeState, WorkState>> = {
  BUILDING: 'RUNNING',
  COMPARING: 'RUNNING',
  SWITCHED: 'FINISHED',
  ROLLED_BACK: 'FINISHED',
  RELEASED: 'FINISHED',
  REFUSED: 'FAILED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
};

/** Tells how a change stands beside all other long work, in the transaction in which it moved on. */
export async function reportChange(
  { works }: Pick<SubgraphPorts, 'works'>,
  tx: Transaction,
  context: RequestContext,
  change: Pick<EmbeddingChangeRow, 'id' | 'state' | 'done' | 'total' | 'minRecall' | 'code'>,
  estimate?: WorkEstimate,
): Promise<void> {
  const { id, state, done, total, minRecall, code } = change;
  const isFailed = states[state] === 'FAILED';
  await works.report(tx, context, {
    work: reembedKind,
    workId: id,
    state: states[state],
    // Nothing was counted before the first batch.
    total: total > 0 ? total : null,
    done,
    error: isFailed
      ? { code: code ?? 'INTERNAL', message: `The change of the embedding model is ${state}.` }
      : null,
    payload: { minRecall },
    ...(estimate && { estimate }),
  });
}

/** A change of the embedding model as long work: its jobs conduct it, one of a tenant at once. */
export function reembedWork(changes: EmbeddingChanges, parts: EstimateParts): CoreWork {
  return {
    kind: {
      id: reembedKind,
      description:
        'Builds the search index anew with the embedding model that is configured now, beside the current one.',
      permission: 'embeddings:manage',
      payload: z.toJSONSchema(payload, { io: 'input' }),
    },
    parse(given) {
      const parsed = payload.safeParse(given);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw new AppError('BAD_USER_INPUT', { reason: `${issue?.path.join('.')}: ${issue?.message}` });
    },
    estimate: ({ tenant }) => estimateReembedding(parts, tenant),
    start: async (context, given) => ({
      workId: (await changes.start(context, given as z.output<typeof payload>)).id,
    }),
    cancel: async (context, workId) => void (await changes.cancel(context, workId)),
  };
}
