import { defineJob, errorShape, type JobDefinition, z } from 'tributary/sdk';
import type { Definition } from '../definition/definition.js';
import { definitionAt } from '../workflows/read-workflows.js';
import { compensate, settleOpen } from './compensate.js';
import { endRun } from './end-run.js';
import { Journal } from './journal.js';
import { Turn } from './turn.js';
import { type TurnServices, turnNeeds } from './turn-services.js';
import { follow, wakeRun } from './wake-run.js';
import { type End, walk } from './walk.js';
import { isOver, type RunError, readRun } from './workflow-run.js';

const payload = z.object({ runId: z.uuid(), turn: z.int().min(0) });
type Needs = (typeof turnNeeds)[number];
const mostAttempts = 20;

/**
 * Advances a run by what is due, as the person who enabled its workflow. Whatever is killed begins its turn anew: what
 * is done is not done again, and what was begun has a key, or fails.
 */
export const advanceRun: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.advance-run',
  description: 'Does the steps of a workflow run that are due.',
  needs: turnNeeds,
  payload,
  attempts: mostAttempts,
  timeoutMs: 180_000,
  async run({ runId, turn }, services, progress) {
    const journal = await Journal.open(services, runId, turn);
    if (!journal) return handOver(services, runId, turn);
    try {
      await advance(journal, services, progress);
    } catch (error) {
      const { code, message, retryable } = errorShape(error);
      if (progress.signal.aborted || (retryable && progress.attempt < mostAttempts)) throw error;
      await endRun(journal, services, 'FAILED', { code, message });
    }
  },
});

/** Its turn is over: the next one is not lost when the worker ended before it was asked for. */
async function handOver({ store, jobs }: TurnServices, runId: string, turn: number): Promise<void> {
  const run = (await readRun(store, runId))?.run;
  if (run && !isOver(run) && run.active && run.turn === turn + 1) await follow(jobs, run);
}

async function advance(
  journal: Journal,
  services: TurnServices,
  progress: { readonly signal: AbortSignal },
): Promise<void> {
  const { workflow, version } = journal.run;
  const definition = await definitionAt(services.store, workflow, version);
  for (;;) {
    const { wakes } = journal.run;
    const turn = new Turn(journal, services, progress);
    const isLate = Date.parse(journal.run.startedAt) + definition.limits.timeout <= journal.now().getTime();
    const end: End = isLate ? 'FAILED' : await walk(turn, definition.steps);
    progress.signal.throwIfAborted();
    if (end === 'DONE') return endRun(journal, services, 'FINISHED', null);
    if (journal.run.cancelled || end === 'FAILED') {
      const late: RunError = { code: 'TIMEOUT', message: 'The run took longer than its limits allow' };
      const error = isLate ? late : turn.failure;
      return fail(journal, new Turn(journal, services, progress), services, definition, error);
    }
    if (await rest(journal, services, turn, end, wakes)) return;
  }
}

/** Lets the run wait, or hands it to its next turn; false when somebody has woken it meanwhile. */
async function rest(
  journal: Journal,
  { jobs }: TurnServices,
  { due }: Turn,
  end: End,
  wakes: number,
): Promise<boolean> {
  if (end === 'PAUSED') {
    await journal.change((run) => ({ ...run, turn: run.turn + 1 }));
    await follow(jobs, journal.run);
    return true;
  }
  for (const { path, at } of due) {
    const { id, mandate } = journal.run;
    const delayMs = Math.max(0, Date.parse(at) - journal.now().getTime());
    await jobs.enqueue(wakeRun, { runId: id, dueAt: at }, { key: `${id} ${path} ${at}`, delayMs, mandate });
  }
  await journal.change((run) => (run.wakes === wakes ? { ...run, active: false } : run));
  return !journal.run.active;
}

/** Undoes what was done, in reverse; then what the workflow says for a failure. */
async function fail(
  journal: Journal,
  turn: Turn,
  services: TurnServices,
  { steps, onFailure = [] }: Definition,
  error: RunError | null,
): Promise<void> {
  await settleOpen(journal, services);
  const { cancelled } = journal.run;
  if (!cancelled || cancelled.compensate) await compensate(journal, turn, steps);
  if (cancelled) return endRun(journal, services, 'CANCELLED', null);
  if (onFailure.length > 0) {
    const end = await walk(turn, onFailure, 'failed/');
    if (end === 'WAITING' || end === 'PAUSED') {
      // What is told of a failure is not waited for.
      await settleOpen(journal, services);
    }
  }
  return endRun(journal, services, 'FAILED', error);
}
