import { defineJob, type Granted, type JobDefinition, z } from 'tributary/sdk';
import { advanceRun } from './advance-run.js';
import { changeRun, isOver, type WorkflowRun } from './workflow-run.js';

/** Has a run look again at what it waits for: a job of its own, or the one that runs. Null when it is over or gone. */
export async function wake(
  { store, jobs }: Granted<'store' | 'jobs'>,
  runId: string,
  change: (run: WorkflowRun) => WorkflowRun = (run) => run,
  audited?: Parameters<typeof changeRun>[3],
): Promise<WorkflowRun | null> {
  const woken = (before: WorkflowRun): WorkflowRun => {
    const run = change(before);
    return { ...run, wakes: run.wakes + 1, active: true, turn: run.active ? run.turn : run.turn + 1 };
  };
  const run = await changeRun(store, runId, (now) => (isOver(now) ? null : woken(now)), audited);
  if (!run || isOver(run)) return null;
  await follow(jobs, run);
  return run;
}

/** The job of the run's turn; the same one, however often it is asked for. */
export async function follow(
  jobs: Granted<'jobs'>['jobs'],
  { id, turn, mandate }: Pick<WorkflowRun, 'id' | 'turn' | 'mandate'>,
): Promise<void> {
  await jobs.enqueue(advanceRun, { runId: id, turn }, { key: `${id} ${turn}`, mandate });
}

const payload = z.object({ runId: z.uuid(), dueAt: z.iso.datetime() });

/** Comes when a step is due. One that comes too early leaves it to the sweep. */
export const wakeRun: JobDefinition<typeof payload, 'store' | 'jobs' | 'clock'> = defineJob({
  id: 'automation.wake-run',
  description: 'Has a workflow run look at a step that is due.',
  needs: ['store', 'jobs', 'clock'],
  payload,
  async run({ runId, dueAt }, { store, jobs, clock }) {
    if (Date.parse(dueAt) <= clock.now().getTime()) await wake({ store, jobs }, runId);
  },
});
