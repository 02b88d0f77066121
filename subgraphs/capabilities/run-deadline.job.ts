import { z } from 'tributary/sdk';
import type { JobDefinition, RunStarter } from '#platform';
import { runDeadlineJobName } from '#platform/runs';

const payload = z.object({ runId: z.uuid() });

/** Fails a run whose deadline has passed while it waited for a worker, or after its worker was lost. */
export function runDeadlineJob(runs: Pick<RunStarter, 'expire'>): JobDefinition<typeof payload> {
  return {
    name: runDeadlineJobName,
    queue: 'system',
    payload,
    run: ({ runId }, { context }) => runs.expire(context, runId),
  };
}
