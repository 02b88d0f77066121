import { LockMode } from '@mikro-orm/postgresql';
import { errorShape, z } from 'tributary/sdk';
import type { Database, JobDefinition, JobRun, LiveEvents, Operations, Outbox } from '#platform';
import { RecommendationEntity } from './recommendation.entity.js';

const payload = z.object({ recommendationId: z.uuid() });

interface Parts {
  database: Database;
  operations: Operations;
  outbox: Outbox;
  live: LiveEvents;
}
type ActionError = { code: string; message: string };

/** Runs the operation that an accepted recommendation proposed, with the rights of the person who accepted. */
export function actJob(parts: Parts): JobDefinition<typeof payload> {
  const { database, operations } = parts;
  return {
    name: 'recommendations.act',
    queue: 'system',
    payload,
    async run({ recommendationId }, { context }) {
      const recommendation = await database.tenant(context.tenant, ({ em }) =>
        em.findOne(RecommendationEntity, { id: recommendationId, actionState: 'PENDING' }),
      );
      if (!recommendation?.action) return;
      const { operation, variables } = recommendation.action;
      const { data, errors } = await operations.execute(context, operation, variables);
      const failures = [...errors, ...failuresIn(data)].map(({ code, message }) => ({ code, message }));
      await end(parts, context, { recommendationId, operation, failures });
    },
    async onDead({ recommendationId }, error, { context }) {
      const { code, message } = errorShape(error);
      await end(parts, context, { recommendationId, operation: null, failures: [{ code, message }] });
    },
  };
}

/** Once: what has ended already is left as it is. The recommendation may be gone, if that was what the operation did. */
async function end(
  { database, outbox, live }: Parts,
  context: JobRun['context'],
  ended: { recommendationId: string; operation: string | null; failures: readonly ActionError[] },
): Promise<void> {
  const { recommendationId: id, operation, failures } = ended;
  const actionState = failures.length > 0 ? ('FAILED' as const) : ('DONE' as const);
  await database.tenant(context.tenant, async (tx) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const recommendation = await tx.em.findOne(RecommendationEntity, { id }, { lockMode });
    if (recommendation && recommendation.actionState !== 'PENDING') return;
    const subjects = [{ type: 'Recommendation', id }];
    const body = { operation, actionState };
    await outbox.audit(tx, context, { kind: 'mutation', action: 'recommendations.act', subjects, body });
    if (!recommendation) return;
    Object.assign(recommendation, { actionState, actionErrors: failures });
    const { documentId, kind, state } = recommendation;
    // It was made before; only whoever watches needs to know.
    await live.publish(tx, context, 'recommendation.made', { recommendationId: id, documentId, kind, state });
  });
}

/** Expected failures stand in the data: members of a union with `code` and `message`. */
function failuresIn(data: unknown): ActionError[] {
  const failure = z.object({ code: z.string(), message: z.string() });
  const fields = typeof data === 'object' && data !== null ? Object.values(data) : [];
  return fields.map((field) => failure.safeParse(field)).flatMap(({ data: found }) => (found ? [found] : []));
}
