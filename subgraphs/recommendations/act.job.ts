import { z } from 'tributary/sdk';
import type { Database, JobDefinition, Operations, Outbox } from '#platform';
import { RecommendationEntity } from './recommendation.entity.js';

const payload = z.object({ recommendationId: z.uuid() });

interface Parts {
  database: Database;
  operations: Operations;
  outbox: Outbox;
}

/** Runs the operation that an accepted recommendation proposed, with the rights of the person who accepted. */
export function actJob({ database, operations, outbox }: Parts): JobDefinition<typeof payload> {
  return {
    name: 'recommendations.act',
    queue: 'system',
    payload,
    async run({ recommendationId }, job) {
      const { context } = job;
      const recommendation = await database.tenant(context.tenant, ({ em }) =>
        em.findOne(RecommendationEntity, { id: recommendationId, actionState: 'PENDING' }),
      );
      if (!recommendation?.action) return;
      const { operation, variables } = recommendation.action;
      const { data, errors } = await operations.execute(context, operation, variables);
      const failures = [...errors, ...failuresIn(data)].map(({ code, message }) => ({ code, message }));
      await database.tenant(context.tenant, async (tx) => {
        if (!(await job.effect(tx, 'act'))) return;
        const actionState = failures.length > 0 ? 'FAILED' : 'DONE';
        await tx.em.nativeUpdate(
          RecommendationEntity,
          { id: recommendationId },
          { actionState, actionErrors: failures },
        );
        const subjects = [{ type: 'Recommendation', id: recommendationId }];
        const body = { operation, actionState };
        await outbox.audit(tx, context, { kind: 'mutation', action: 'recommendations.act', subjects, body });
      });
    },
    async onDead({ recommendationId }, error, { context }) {
      const actionErrors = [
        { code: 'INTERNAL', message: error instanceof Error ? error.message : 'The operation failed' },
      ];
      await database.tenant(context.tenant, ({ em }) =>
        em.nativeUpdate(
          RecommendationEntity,
          { id: recommendationId, actionState: 'PENDING' },
          { actionState: 'FAILED', actionErrors },
        ),
      );
    },
  };
}

/** Expected failures stand in the data: members of a union with `code` and `message`. */
function failuresIn(data: unknown): { code: string; message: string }[] {
  const failure = z.object({ code: z.string(), message: z.string(), hint: z.string() });
  const fields = typeof data === 'object' && data !== null ? Object.values(data) : [];
  return fields.map((field) => failure.safeParse(field)).flatMap(({ data: found }) => (found ? [found] : []));
}
