import { AppError, type RequestContext, type WorkState, z } from 'tributary/sdk';
import type { CoreWork, Database, SubgraphPorts, Transaction } from '#platform';
import type { EmbeddingChangeRow, EmbeddingChangeState } from './embedding-change.entity.js';
import type { EmbeddingChanges } from './embedding-changes.service.js';

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
  });
}

/** A change of the embedding model as long work: its jobs conduct it, one of a tenant at once. */
export function reembedWork(changes: EmbeddingChanges, database: Database): CoreWork {
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
    async estimate({ tenant }) {
      const [row] = await database.tenant(tenant, (tx) =>
        tx.query<{ passages: number }>(
          `select count(*)::int as passages
             from documents.chunks c join documents.documents d on d.version_id = c.version_id
            where d.status in ('PROCESSING', 'READY', 'NEEDS_REVIEW')`,
        ),
      );
      // What passages cost depends on which of them are embedded already.
      return { items: row?.passages ?? 0, costUsd: null };
    },
    start: async (context, given) => ({
      workId: (await changes.start(context, given as z.output<typeof payload>)).id,
    }),
    cancel: async (context, workId) => void (await changes.cancel(context, workId)),
  };
}
