import type { Journal } from './journal.js';
import type { TurnServices } from './turn-services.js';
import type { RunError, RunState } from './workflow-run.js';

/** Ends a run, with its event in the same transaction. */
export async function endRun(
  journal: Journal,
  { events }: Pick<TurnServices, 'events'>,
  state: Exclude<RunState, 'RUNNING'>,
  error: RunError | null,
): Promise<void> {
  const { id, workflow, version } = journal.run;
  const payload = { workflowRunId: id, workflowId: workflow, version, state };
  await journal.commit(
    (run) => ({ ...run, state, error, active: false, endedAt: journal.now().toISOString() }),
    (writes) => events.publish('automation.finished', payload, writes),
  );
}
