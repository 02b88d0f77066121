import type { Eraser, Schedule, SystemDatabase, Transaction } from '#platform';

const eventHours = 24;
const logDays = 30;

/** Run events can be replayed for a day; that there was a log, and how far it went, is known for longer. */
export function runLogRetention({ system }: { system: SystemDatabase }): Schedule {
  return {
    name: 'run-log.retention',
    everyMs: 600_000,
    run: async () => {
      await system.across(async (tx) => {
        await tx.query(`delete from platform.run_events where at < now() - $1 * interval '1 hour'`, [
          eventHours,
        ]);
        await tx.query(
          `delete from platform.run_logs log where written_at < now() - $1 * interval '1 day'
              and not exists (select from platform.run_events event
                               where event.tenant_id = log.tenant_id and event.run_id = log.run_id)`,
          [logDays],
        );
      });
    },
  };
}

/** Erases the logs of runs, for whoever knows which runs concern what is to be erased. */
export async function eraseRunEvents(tx: Transaction, runIds: readonly string[]): Promise<void> {
  await tx.query('delete from platform.run_events where run_id = any($1)', [runIds]);
  await tx.query('delete from platform.run_logs where run_id = any($1)', [runIds]);
}

/** Erases what a run has shown so far; its log goes on behind it, and a cursor of before is gone. */
export async function withdrawRunEvents(tx: Transaction, runId: string): Promise<void> {
  await tx.query('delete from platform.run_events where run_id = $1', [runId]);
}

export const runLogEraser: Eraser = {
  name: 'run-log',
  async tenant(tx) {
    await tx.query('delete from platform.run_events');
    await tx.query('delete from platform.run_logs');
  },
};
