import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Database, JobDefinition, JobRun } from '#platform';
import { createJobRun } from '../platform/jobs/job-run.js';
import type { TakenJob } from '../platform/jobs/job-store.js';
import { silentLog as log } from './silent-log.js';

/** The ids of a tenant's jobs with this name, oldest first. */
export async function jobsNamed(database: Database, tenant: string, name: string): Promise<string[]> {
  const rows = await database.tenant(tenant, (tx) =>
    tx.query<{ id: string }>('select id from platform.jobs where name = $1 order by id', [name]),
  );
  return rows.map(({ id }) => id);
}

/** Plays the worker for one attempt at a job; whoever had taken it before has lost it. */
export async function takeJob(
  database: Database,
  context: RequestContext,
  id: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ payload: unknown; job: JobRun }> {
  const worker = newId();
  const [taken] = await database.tenant(context.tenant, (tx) =>
    tx.query<TakenJob>(
      `update platform.jobs set state = 'running', worker = $2, attempt = attempt + 1 where id = $1
       returning id, tenant_id as tenant, payload, attempt, priority, checkpoint`,
      [id, worker],
    ),
  );
  if (!taken) throw new AppError('NOT_FOUND', { thing: `The job ${id}` });
  return {
    payload: taken.payload,
    job: createJobRun({ job: taken, worker, attempts: 5, context, signal, log }),
  };
}

/** One attempt at each job of this name that the tenant has, by its definition. */
export async function runJobs(
  database: Database,
  context: RequestContext,
  definition: JobDefinition,
): Promise<void> {
  for (const id of await jobsNamed(database, context.tenant, definition.name)) {
    const { payload, job } = await takeJob(database, context, id);
    await definition.run(definition.payload.parse(payload), job);
  }
}
