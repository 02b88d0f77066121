import type { ErrorShape, Rights } from 'tributary/sdk';
import type { Database } from '#platform';
import type { Delivery } from './queue-driver.js';

/** A job as the worker that took it sees it. */
export interface TakenJob {
  id: string;
  tenant: string;
  name: string;
  actor: string;
  rights: Rights | null;
  payload: unknown;
  requestId: string;
  traceparent: string;
  attempt: number;
  /** 0: a person waits for it. */
  priority: number;
  /** What earlier attempts wrote: step -> data. */
  checkpoint: Record<string, unknown>;
  createdAt: Date;
}

/** How an attempt ended. */
export type JobEnd =
  | { state: 'done' }
  | { state: 'dead'; error: ErrorShape }
  | { state: 'waiting'; error: ErrorShape; delayMs: number }
  /** Given back unfinished; the attempt does not count. */
  | { state: 'released' };

// Commits that need not wait for the disk: if a crash of the database undoes one, the job runs once more, and its
// effects, which did wait, are not written again.
const unhurried = `set_config('synchronous_commit', 'off', true)`;

/** What one worker does to rows of `platform.jobs`: it takes them and ends them, and both only while they are its own. */
export class JobStore {
  readonly #database: Database;
  readonly #worker: string;

  constructor(database: Database, worker: string) {
    this.#database = database;
    this.#worker = worker;
  }

  /** Null when the delivery is void: the job is done, runs elsewhere, or was dispatched anew. */
  async take({ tenant, id, dispatch }: Delivery): Promise<TakenJob | null> {
    // The dispatcher may not have committed yet: then the row is still `waiting`, is locked, and is waited for.
    const rows = await this.#database.tenant(tenant, (tx) =>
      tx.query<TakenJob>(
        `update platform.jobs
            set state = 'running', worker = $3, attempt = attempt + 1, dispatch = $4, started_at = clock_timestamp()
          where tenant_id = $1 and id = $2
            and (state = 'queued' and dispatch = $4 or state = 'waiting' and dispatch = $4 - 1)
          returning id, tenant_id as tenant, name, actor, rights, payload, request_id as "requestId", traceparent,
                    attempt, priority, checkpoint, created_at as "createdAt", ${unhurried}`,
        [tenant, id, this.#worker, dispatch],
      ),
    );
    return rows[0] ?? null;
  }

  /** False when the job is not this worker's any more. */
  async end(job: TakenJob, end: JobEnd): Promise<boolean> {
    const rows = await this.#database.tenant(job.tenant, (tx) =>
      tx.query(
        `update platform.jobs
            set state = $5, worker = null, error = coalesce($6::jsonb, error), attempt = attempt - $7,
                available_at = clock_timestamp() + $8 * interval '1 ms',
                finished_at = case when $5 in ('done', 'dead') then clock_timestamp() end,
                checkpoint = case when $5 = 'done' then '{}' else checkpoint end
          where tenant_id = $1 and id = $2 and worker = $3 and attempt = $4 and state = 'running'
          returning id, ${unhurried}`,
        [
          job.tenant,
          job.id,
          this.#worker,
          job.attempt,
          end.state === 'released' ? 'waiting' : end.state,
          'error' in end ? JSON.stringify(end.error) : null,
          end.state === 'released' ? 1 : 0,
          end.state === 'waiting' ? end.delayMs : 0,
        ],
      ),
    );
    return rows.length === 1;
  }
}
