import { AppError, type ErrorShape } from 'tributary/sdk';
import type { Schedule, SystemDatabase, Transaction } from '#platform';
import { channels } from '#platform/outbox';

const keptDays = { done: 7, dead: 30 } as const;

/** A job that failed for good. */
export interface DeadLetter {
  id: string;
  name: string;
  actor: string;
  attempts: number;
  error: ErrorShape;
  createdAt: Date;
  finishedAt: Date;
}

/** Dead letters of the transaction's tenant, newest first. */
export function listDeadLetters(tx: Transaction, first: number): Promise<DeadLetter[]> {
  return tx.query<DeadLetter>(
    `select id, name, actor, attempt as attempts, error, created_at as "createdAt", finished_at as "finishedAt"
       from platform.jobs where state = 'dead' order by finished_at desc limit $1`,
    [first],
  );
}

/**
 * Gives a dead letter all its attempts again; what it had finished stays finished.
 * @throws AppError `NOT_FOUND`, `CONFLICT` (it is not dead)
 */
export async function redrive(tx: Transaction, jobId: string): Promise<void> {
  const rows = await tx.query<{ state: string }>('select state from platform.jobs where id = $1 for update', [
    jobId,
  ]);
  if (!rows[0]) throw new AppError('NOT_FOUND', { thing: 'The job' });
  if (rows[0].state !== 'dead') throw new AppError('CONFLICT', { reason: `The job is ${rows[0].state}` });
  await tx.query(
    `update platform.jobs set state = 'waiting', attempt = 0, available_at = now(), finished_at = null where id = $1`,
    [jobId],
  );
  await tx.query(`select pg_notify('${channels.outbox}', 'redrive')`);
}

/** Forgets what ended long ago, with its keys. */
export function jobRetention({ system }: { system: SystemDatabase }): Schedule {
  return {
    name: 'jobs.retention',
    everyMs: 3_600_000,
    run: async () => {
      await system.across((tx) =>
        tx.query(
          `delete from platform.jobs
            where state = 'done' and finished_at < now() - $1 * interval '1 day'
               or state = 'dead' and finished_at < now() - $2 * interval '1 day'`,
          [keptDays.done, keptDays.dead],
        ),
      );
    },
  };
}
