import { defineJob, type Granted, type JobDefinition, z } from 'tributary/sdk';
import { settleOpen } from '../engine/compensate.js';
import { endRun } from '../engine/end-run.js';
import { Journal } from '../engine/journal.js';
import { timers } from '../engine/waiting.js';
import { wake } from '../engine/wake-run.js';
import { isOver, runs, type WorkflowRun } from '../engine/workflow-run.js';

const payload = z.object({});
const needs = ['store', 'jobs', 'clock', 'events', 'reviews', 'runs', 'log'] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;

const pageSize = 100;
/** A run whose job says nothing for so long has lost it. */
const silentMs = 90_000;
const mostLost = 2;

/** What fell between two jobs is found again: times that have come, and runs whose job is gone. Comes round. */
export const sweep: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.sweep',
  description: 'Wakes workflow runs that are due, and ends those that cannot go on.',
  needs,
  payload,
  async run(_payload, services, { signal }) {
    await wakeDue(services, signal);
    const { items } = await services.store.find(runs, { where: { active: true }, first: pageSize });
    for (const { value } of items) {
      signal.throwIfAborted();
      await takeUp(value as WorkflowRun, services);
    }
  },
});

async function wakeDue({ store, jobs, clock }: Services, signal: AbortSignal): Promise<void> {
  const now = clock.now().toISOString();
  for (;;) {
    const due = (await store.list(timers, { first: pageSize })).filter(
      ({ key }) => key.slice(0, now.length) <= now,
    );
    for (const { key, value } of due) {
      signal.throwIfAborted();
      await wake({ store, jobs }, (value as { run: string }).run);
      await store.delete(timers, key);
    }
    if (due.length < pageSize) return;
  }
}

/** A run that is silent gets a job anew; one that stays silent cannot go on, and says so. */
async function takeUp(run: WorkflowRun, services: Services): Promise<void> {
  const { store, jobs, clock, log } = services;
  const now = clock.now();
  if (isOver(run) || Date.parse(run.changedAt) > now.getTime() - silentMs) return;
  log.warn('a workflow run has lost its job', { run: run.id, lost: run.lost });
  if (run.lost < mostLost) {
    const taken = (one: WorkflowRun) => ({
      ...one,
      turn: one.turn + 1,
      lost: one.lost + 1,
      changedAt: now.toISOString(),
    });
    await wake({ store, jobs }, run.id, taken);
    return;
  }
  const error = {
    code: 'WORKFLOW_STEP_FAILED',
    message: 'Who enabled the workflow can no longer act for it, or its job is lost',
  };
  const journal = await Journal.open({ store, clock }, run.id, run.turn);
  if (!journal) return;
  // Nobody is asked any more. What was done stays: nobody's rights are there to undo it.
  await settleOpen(journal, services);
  await endRun(journal, services, 'FAILED', error);
}
