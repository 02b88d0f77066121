import { AppError, errorShape, type RequestContext } from 'tributary/sdk';
import type { Database, Identity, JobDefinition, Logger } from '#platform';
import { loggerFor } from '#platform/telemetry';
import { backoffMs } from './backoff.js';
import { jobContext, powerlessContext } from './job-context.js';
import { createJobRun } from './job-run.js';
import { type JobEnd, JobStore, type TakenJob } from './job-store.js';
import type { JobMetrics } from './metrics.js';
import type { Delivery } from './queue-driver.js';
import { Urgency } from './urgency.js';
import { within } from './within.js';

const defaultAttempts = 5;
const defaultTimeoutMs = 600_000;
/** What was told to stop gets so long before its lease is given up without it. */
const graceMs = 2_000;

export interface ExecutorOptions {
  worker: string;
  database: Database;
  identity: Pick<Identity, 'contextOf'>;
  definitions: ReadonlyMap<string, JobDefinition>;
  log: Logger;
  /** A job has ended: there may be room for another. */
  onEnd(): void;
  /** The wait before the second attempt; it doubles from there. */
  backoffMs?: number;
  metrics: JobMetrics;
}

interface ActiveJob {
  readonly takenAt: number;
  readonly abort: AbortController;
  readonly finished: Promise<void>;
}

/** Runs what the queue delivers: takes the lease, runs the job with its context and deadline, and says how it ended. */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #store: JobStore;
  readonly #active = new Map<string, ActiveJob>();
  readonly #urgency = new Urgency();
  #draining = false;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#store = new JobStore(options.database, options.worker);
  }

  /** Never throws: how a job ended stands in its row, and a delivery that failed is made again. */
  async handle(delivery: Delivery): Promise<void> {
    if (this.#draining) return;
    try {
      const job = await this.#store.take(delivery);
      if (job) await this.#track(job);
    } catch (error) {
      this.#options.log.error({ job: delivery.id, error: String(error) }, 'job could not be taken or ended');
    } finally {
      this.#options.onEnd();
    }
  }

  active(): string[] {
    return [...this.#active.keys()];
  }

  /** Stops jobs that the database no longer counts as this worker's. */
  keepOnly(held: ReadonlySet<string>, takenBefore: number): void {
    for (const [id, job] of this.#active) {
      if (!held.has(id) && job.takenAt < takenBefore)
        job.abort.abort(new AppError('JOB_LEASE_LOST', { job: id }));
    }
  }

  /** Takes nothing more; waits for what runs until the deadline, then stops it and gives it back. */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true;
    const all = Promise.all([...this.#active.values()].map((job) => job.finished));
    await within(deadlineMs, all);
    for (const job of this.#active.values()) job.abort.abort(new AppError('SHUTTING_DOWN'));
    await all;
  }

  async #track(job: TakenJob): Promise<void> {
    const abort = new AbortController();
    const ended = job.priority === 0 ? this.#urgency.begin() : () => undefined;
    const finished = this.#run(job, abort);
    this.#active.set(job.id, { takenAt: Date.now(), abort, finished: finished.catch(() => undefined) });
    try {
      await finished;
    } finally {
      ended();
      this.#active.delete(job.id);
    }
  }

  async #run(job: TakenJob, abort: AbortController): Promise<void> {
    const definition = this.#options.definitions.get(job.name);
    const began = Date.now();
    const end = await this.#attempt(job, definition, abort).then(
      (): JobEnd => ({ state: 'done' }),
      (error: unknown) => this.#failed(job, definition, abort.signal, error),
    );
    await this.#end(job, end);
    const queue = definition?.queue ?? 'system';
    this.#options.metrics.ended(queue, end.state, {
      waitedMs: job.attempt === 1 ? began - job.createdAt.getTime() : null,
      tookMs: Date.now() - began,
    });
    const facts = {
      job: job.id,
      name: job.name,
      attempt: job.attempt,
      state: end.state,
      ms: Date.now() - began,
    };
    loggerFor(this.#options.log, job, facts).debug({}, 'a job has ended');
  }

  async #attempt(
    job: TakenJob,
    definition: JobDefinition | undefined,
    abort: AbortController,
  ): Promise<void> {
    if (!definition) throw new AppError('JOB_UNKNOWN', { name: job.name });
    const attempts = definition.attempts ?? defaultAttempts;
    // Counted when taken: a job that ends its worker each time never gets to say that it failed.
    if (job.attempt > attempts) throw new AppError('JOB_LOST', { job: job.id, attempts });
    const limitMs = definition.timeoutMs ?? defaultTimeoutMs;
    const timer = setTimeout(
      () => abort.abort(new AppError('JOB_TIMEOUT', { job: job.name, limit: limitMs })),
      limitMs,
    );
    try {
      const context = await jobContext(this.#options.identity, job, Date.now() + limitMs);
      const run = createJobRun({
        job,
        worker: this.#options.worker,
        attempts,
        context,
        signal: abort.signal,
        log: this.#logOf(job, context),
        rest: this.#urgency.restsOf(abort.signal),
      });
      await orAborted(definition.run(parsed(definition, job), run), abort.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #failed(
    job: TakenJob,
    definition: JobDefinition | undefined,
    signal: AbortSignal,
    error: unknown,
  ): Promise<JobEnd> {
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (reason instanceof AppError && reason.code === 'SHUTTING_DOWN') return { state: 'released' };
    const shape = errorShape(reason);
    const attempts = definition?.attempts ?? defaultAttempts;
    const again = shape.retryable && job.attempt < attempts;
    const facts = {
      job: job.id,
      name: job.name,
      attempt: job.attempt,
      error: shape.code,
      cause: described(reason),
    };
    loggerFor(this.#options.log, job).warn(facts, again ? 'job failed, tried again' : 'job failed for good');
    if (again)
      return { state: 'waiting', error: shape, delayMs: backoffMs(job.attempt, this.#options.backoffMs) };
    if (definition?.onDead) await this.#tellDead(job, definition, reason);
    return { state: 'dead', error: shape };
  }

  /** Before the job is marked dead: if the worker ends here, the next one tells again. */
  async #tellDead(job: TakenJob, definition: JobDefinition, error: unknown): Promise<void> {
    try {
      const context = await jobContext(this.#options.identity, job, Date.now() + 30_000).catch(() =>
        powerlessContext(job),
      );
      const log = this.#logOf(job, context);
      await definition.onDead?.(parsed(definition, job), error, { id: job.id, context, log });
    } catch (failure) {
      this.#options.log.error({ job: job.id, name: job.name, error: String(failure) }, 'onDead failed');
    }
  }

  async #end(job: TakenJob, end: JobEnd): Promise<void> {
    const ours = await this.#store.end(job, end);
    if (!ours) this.#options.log.warn({ job: job.id, name: job.name }, 'job ended after its lease had moved');
  }

  #logOf(job: TakenJob, context: RequestContext): Logger {
    const facts = { job: job.id, name: job.name, attempt: job.attempt };
    return loggerFor(this.#options.log, context, facts);
  }
}

function parsed(definition: JobDefinition, job: TakenJob): unknown {
  const result = definition.payload.safeParse(job.payload);
  if (result.success) return result.data;
  const reason = `the payload of the job ${job.name} is not valid`;
  throw new AppError('BAD_USER_INPUT', { reason }, { cause: result.error });
}

/** Waits for the work; when it was told to stop and does not, it is left behind: its lease keeps it from writing. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const abandoned = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const aborted = () => {
    timer = setTimeout(() => abandoned.reject(signal.reason), graceMs);
  };
  if (signal.aborted) aborted();
  else signal.addEventListener('abort', aborted, { once: true });
  try {
    await Promise.race([work, abandoned.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', aborted);
  }
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` <- ${described(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
