import { AppError, z } from 'tributary/sdk';
import type {
  CapabilityRunner,
  Database,
  JobDefinition,
  Ledger,
  RunLog,
  RunRecords,
  RunRow,
} from '#platform';
import { runJobName } from '#platform/runs';

const payload = z.object({ runId: z.uuid(), anew: z.boolean().optional() });

interface RunJobParts {
  database: Database;
  runLog: RunLog;
  runRecords: RunRecords;
  runner: CapabilityRunner;
  ledger: Pick<Ledger, 'billLost'>;
}

const isOver = (run: RunRow | null) => run === null || !['PENDING', 'RUNNING'].includes(run.state);

/** Executes a run that was started through the graph; another attempt begins it anew. */
export function runJob(parts: RunJobParts): JobDefinition<typeof payload> {
  const { database, runLog, runRecords, runner, ledger } = parts;
  return {
    name: runJobName,
    queue: 'ai',
    payload,
    attempts: 3,
    timeoutMs: 300_000,
    async run({ runId, anew = false }, { context, signal }) {
      const find = () => database.tenant(context.tenant, (tx) => runRecords.find(tx, runId));
      const run = await find();
      if (run === null || isOver(run)) {
        // It was cancelled, or erased, after its worker was lost: nobody else gives back what that one held.
        await database.tenant(context.tenant, (tx) => ledger.billLost(tx, context, runId));
        return;
      }
      try {
        const { capability, input, variant = null, deadlineAt } = run;
        const deadline = deadlineAt ? Date.parse(deadlineAt) : null;
        await runner.execute({ capability, input, context, signal, runId, anew, variant, deadline });
      } catch (error) {
        // A run that has failed tells so itself; only one that is still open is worth another attempt.
        if (!isOver(await find())) throw error;
      }
    },

    /** Nobody waits for ever: a run that no attempt could end has failed. */
    async onDead({ runId }, error, { context }) {
      const coded = error instanceof AppError ? error : new AppError('RUN_FAILED');
      const { code, message, retryable } = coded;
      await database.tenant(context.tenant, async (tx) => {
        const run = await runRecords.find(tx, runId);
        if (!run) return;
        const end = { state: 'FAILED' as const, result: null, error: { code, message, retryable } };
        if (!(await runRecords.finish(tx, runId, run.epoch, end))) return;
        await runLog.append(tx, run, [{ type: 'RunFailed', code, message, retryable }]);
        await ledger.billLost(tx, context, runId);
      });
    },
  };
}
