import { AppError, type RequestContext } from 'tributary/sdk';
import type { JobRun, Logger, Transaction } from '#platform';
import type { TakenJob } from './job-store.js';

/** What a running job may do with its own row. */
export function createJobRun(parts: {
  job: TakenJob;
  worker: string;
  attempts: number;
  context: RequestContext;
  signal: AbortSignal;
  log: Logger;
  /** Nobody else is there if not given. */
  rest?: () => Promise<void>;
}): JobRun {
  const { job, worker } = parts;
  return {
    id: job.id,
    attempt: job.attempt,
    attempts: parts.attempts,
    context: parts.context,
    signal: parts.signal,
    log: parts.log,
    rest: parts.rest ?? (async () => undefined),
    checkpoint: async (step) => (Object.hasOwn(job.checkpoint, step) ? job.checkpoint[step] : undefined),
    effect: (tx, step, data) => writeEffect(tx, job, worker, step, data ?? null),
  };
}

async function writeEffect(
  tx: Transaction,
  job: TakenJob,
  worker: string,
  step: string,
  data: unknown,
): Promise<boolean> {
  // The row lock holds until the effect commits, so no one can take the job over in between.
  const rows = await tx.query<{ written: boolean }>(
    `with mine as (
       select checkpoint ? $5 as written from platform.jobs
        where tenant_id = $1 and id = $2 and worker = $3 and attempt = $4 and state = 'running' for update),
     wrote as (
       update platform.jobs set checkpoint = checkpoint || jsonb_build_object($5::text, $6::jsonb)
        where tenant_id = $1 and id = $2 and exists (select from mine where not written))
     select written from mine`,
    [job.tenant, job.id, worker, job.attempt, step, JSON.stringify(data)],
  );
  if (!rows[0]) throw new AppError('JOB_LEASE_LOST', { job: job.id });
  return !rows[0].written;
}
