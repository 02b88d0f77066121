import { defineJob, type JobDefinition, z } from 'tributary/sdk';
import { mandateOf, readWorkflow } from '../workflows/workflow.js';
import { beginRun } from './begin-run.js';
import { beginning } from './take-event.js';

const payload = z.object({ workflowId: z.string() });

/** Begins a workflow whose time has come. */
export const startOnSchedule: JobDefinition<typeof payload, 'store' | 'jobs' | 'clock'> = defineJob({
  id: 'automation.start-on-schedule',
  description: 'Begins a workflow whose time has come.',
  needs: ['store', 'jobs', 'clock'],
  payload,
  async run({ workflowId }, { store, jobs, clock }, { jobId }) {
    const workflow = await readWorkflow(store, workflowId);
    if (workflow.state !== 'ENABLED') return;
    await jobs.enqueue(
      beginRun,
      { ...beginning(workflow), trigger: { type: 'schedule', at: clock.now().toISOString() } },
      { key: `${workflowId} schedule ${jobId}`, mandate: mandateOf(workflow) },
    );
  },
});
