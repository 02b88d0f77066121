import { AppError, defineJob, type RunsService, z } from 'tributary/sdk';
import { approvalsWhere } from '../approvals/approval.js';
import { outputOf } from '../engine/turn-output.js';

/** Which ends of runs were published. */
export const told = 'told';

/** Says of a turn that works for a goal that it is over, or waits for a person. It runs as the owner of the turn. */
export const tell = defineJob({
  id: 'assistant.tell',
  description: 'Publishes how a turn for a goal has ended.',
  needs: ['runs', 'store', 'events'],
  queue: 'notify',
  attempts: 10,
  payload: z.object({ conversationId: z.uuid(), turnId: z.uuid(), runId: z.uuid() }),
  async run({ conversationId, turnId, runId }, { runs, store, events }, { signal }) {
    await ended(runs, runId, signal);
    const [run] = await runs.find([runId]);
    if (run?.state === 'PENDING' || run?.state === 'RUNNING')
      throw new AppError('UNAVAILABLE', { thing: 'The end of the run' });
    const output = outputOf(run);
    const once = [{ collection: told, key: runId, value: { turnId }, replaces: 0 }];
    if (output?.state === 'WAITING') {
      const approvals = (await approvalsWhere(store, { turnId })).filter(
        ({ approval }) => approval.state === 'PENDING',
      );
      const waiting = { conversationId, turnId, approvals: approvals.length };
      await events.publish('assistant.waiting', waiting, once);
      return;
    }
    const outcome = output?.state ?? (run?.state === 'FINISHED' ? 'REFUSED' : 'FAILED');
    await events.publish('assistant.finished', { conversationId, turnId, outcome }, once);
  },
});

/** What was deleted with its conversation has ended too: whoever waits for it is told. */
async function ended(runs: RunsService, runId: string, signal: AbortSignal): Promise<void> {
  try {
    for await (const { type } of runs.events(runId, null, signal)) {
      if (type === 'RunFinished' || type === 'RunFailed' || type === 'RunCancelled') return;
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
  }
}
