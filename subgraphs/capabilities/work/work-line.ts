import type { RequestContext } from 'tributary/sdk';
import type { Outbox, Transaction } from '#platform';
import { type WorkRow, workColumns } from './work-row.js';

/** Works of a tenant that go on at once; the others wait, first come first served. */
const mostAtOnce = 2;

/** The job that runs one turn of a work. */
export const turnJobName = 'capabilities.work';

/**
 * Lets works go on as far as there is room, whatever process asks: called in the transaction in which one began to wait
 * or was over.
 */
export async function admit(
  tx: Transaction,
  context: RequestContext,
  outbox: Pick<Outbox, 'job' | 'event'>,
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`works ${context.tenant}`]);
  const admitted = await tx.query<WorkRow>(
    `update capabilities.works w set state = 'RUNNING', turn = w.turn + 1, holder = null,
            started_at = coalesce(w.started_at, clock_timestamp())
       from (select id from capabilities.works where tenant_id = $1 and state = 'PENDING' and not conducted
              order by waits_since, id
              limit greatest(0, $2 - (select count(*) from capabilities.works
                                       where tenant_id = $1 and state = 'RUNNING' and not conducted))) next
      where w.tenant_id = $1 and w.id = next.id returning ${workColumns}`,
    [context.tenant, mostAtOnce],
  );
  for (const row of admitted) {
    await enqueueTurn(tx, context, outbox, row);
    await outbox.event(tx, context, 'work.changed', { workId: row.id, work: row.work, state: row.state });
  }
}

/** A turn runs as who started the work, behind what people wait for. */
export async function enqueueTurn(
  tx: Transaction,
  context: RequestContext,
  outbox: Pick<Outbox, 'job'>,
  { id, turn, actor, rights }: Pick<WorkRow, 'id' | 'turn' | 'actor' | 'rights'>,
): Promise<void> {
  const starter = { ...context, actor, rights: rights ?? context.rights };
  await outbox.job(tx, starter, {
    name: turnJobName,
    payload: { workId: id, turn },
    key: `${id} ${turn}`,
    priority: 'BATCH',
  });
}
