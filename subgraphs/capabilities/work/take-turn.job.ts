import { errorShape, z } from 'tributary/sdk';
import type { Database, JobDefinition, JobRun, LiveEvents, Outbox, WorkKinds } from '#platform';
import { TurnRecord } from './turn-record.js';
import type { WorkBook } from './work-book.service.js';
import { enqueueTurn, turnJobName } from './work-line.js';
import { WorkFailure, WorkTurn } from './work-turn.js';

const payload = z.object({ workId: z.uuid(), turn: z.int() });
/** After so long a turn gives its place to others, and another turn goes on. */
const usualTurnMs = 10_000;
/** A turn waits for the items that it began. */
const timeoutMs = 3_600_000;
const attempts = 8;

interface TurnParts {
  database: Database;
  live: LiveEvents;
  outbox: Outbox;
  works: WorkKinds;
  book: WorkBook;
}

/**
 * Runs the items of a work for a while, then hands over to the next turn, so that no work holds a place for ever. It
 * waits with small jobs, for it mostly waits itself; the runs that it starts are jobs of their own.
 */
export function takeTurnJob(parts: TurnParts, turnMs = usualTurnMs): JobDefinition<typeof payload> {
  const { database, outbox, works, book } = parts;
  return {
    name: turnJobName,
    queue: 'notify',
    payload,
    attempts,
    timeoutMs,
    async run({ workId, turn }, job) {
      const { context, signal } = job;
      const record = await TurnRecord.take(parts, context, { workId, turn }, `${job.id} ${job.attempt}`);
      if (!record) return;
      const { work } = record;
      try {
        const open = await works.open(context, work.work, work.payload);
        const isOver = await new WorkTurn(open, record, { turnMs, signal, rest: () => job.rest() }).run();
        await record.writeWith(async (tx) => {
          if (isOver) {
            await book.end(tx, context, work, { state: 'FINISHED', error: null });
            return;
          }
          const next = { ...work, turn: turn + 1 };
          await tx.query('update capabilities.works set turn = $2, holder = null where id = $1', [
            workId,
            next.turn,
          ]);
          await enqueueTurn(tx, context, outbox, next);
        });
      } catch (error) {
        await stopped(error, job, record);
      }
    },
    async onDead({ workId }, error, { context }) {
      await database.tenant(context.tenant, async (tx) => {
        const [row] = await tx.query<{ id: string; work: string }>(
          'select id, work from capabilities.works where id = $1',
          [workId],
        );
        if (row) await book.end(tx, context, row, failed(error));
      });
    },
  };

  /** What may pass is tried again as a job; whatever else keeps all items from ending ends the work. */
  async function stopped(error: unknown, job: JobRun, record: TurnRecord): Promise<void> {
    if (job.signal.aborted) throw job.signal.reason;
    if (record.isLost) return;
    const reason = error instanceof WorkFailure ? error.error : error;
    const { code, retryable } = errorShape(reason);
    if (retryable && code !== 'BUDGET_EXCEEDED' && job.attempt < attempts) throw reason;
    const { context } = job;
    await database.tenant(context.tenant, (tx) => book.end(tx, context, record.work, failed(reason)));
  }
}

function failed(error: unknown) {
  const { code, message } = errorShape(error);
  return { state: 'FAILED' as const, error: { code, message } };
}
