import { type BackendFactory, Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';
import type { Logger, QueueName } from '#platform';
import type { Delivery, QueueConsumer, QueueDriver } from './queue-driver.js';

/** Where BullMQ keeps its queues; `backend` is absent for Redis, its default. */
export interface QueueStore {
  readonly connection: unknown;
  readonly backend?: BackendFactory;
  readonly prefix?: string;
  close(): Promise<void>;
}

/*
 * Retries, leases and dead letters are kept in `platform.jobs`, the same for every store. BullMQ is told to try once
 * and keep nothing; its own recovery of stalled jobs only delivers once more what the lease then accepts or refuses.
 */
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
const workerOptions = {
  lockDuration: 10_000,
  stalledInterval: 10_000,
  maxStalledCount: 1_000,
  runRetryDelay: 500,
  drainDelay: 2, // seconds: Redis may have woken a worker that is no more, then the others look for themselves
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} as const;

/** On Postgres a bulk makes temporary tables, which costs as much as ten jobs that are added alone. */
const worthBulk = 10;

// What is used of both, whatever their backend.
type AnyQueue = Pick<Queue, 'add' | 'addBulk' | 'close'>;
type AnyWorker = Pick<Worker, 'pause' | 'close'>;

export function createBullDriver(store: QueueStore, log: Logger): QueueDriver {
  const queues = new Map<QueueName, AnyQueue>();
  const workers = new Set<AnyWorker>();
  const base = { connection: store.connection, ...(store.prefix ? { prefix: store.prefix } : {}) };
  const { backend } = store;
  const complain = complaints(log);

  const queueOf = (name: QueueName): AnyQueue => {
    let queue = queues.get(name);
    if (!queue) {
      const options = { ...base, streams: { events: { maxLen: 256 } } } as QueueOptions;
      const created = backend ? new Queue(name, options, backend) : new Queue(name, options);
      created.on('error', complain);
      queue = created as AnyQueue;
      queues.set(name, queue);
    }
    return queue;
  };

  return {
    async add(name, deliveries) {
      const queue = queueOf(name);
      const jobs = deliveries.map((delivery) => ({
        name: 'job',
        data: delivery,
        opts: { ...jobOptions, jobId: `${delivery.id}-${delivery.dispatch}` },
      }));
      if (jobs.length >= worthBulk) await queue.addBulk(jobs);
      else await Promise.all(jobs.map(({ name: job, data, opts }) => queue.add(job, data, opts)));
    },
    async consume(name, concurrency, handle) {
      const options = { ...base, ...workerOptions, concurrency } as WorkerOptions;
      const process = async ({ data }: { data: Delivery }) => handle(data);
      const worker = backend
        ? new Worker(name, process, options, backend)
        : new Worker(name, process, options);
      worker.on('error', complain);
      workers.add(worker as AnyWorker);
      await worker.waitUntilReady();
      return consumerOf(worker as AnyWorker);
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.close(true)));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await store.close();
    },
  };
}

/** While the store is away every queue and worker says so many times a second; one line in five seconds is enough. */
function complaints(log: Logger): (error: Error) => void {
  let silentUntil = 0;
  return (error) => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + 5_000;
    log.warn({ error: error.message }, 'queue unavailable');
  };
}

/**
 * A worker of BullMQ that is only told to stop still waits for a job, and would take the next one without running it.
 * So its wait is ended, and it has stopped when it has looked for the last time.
 */
function consumerOf(worker: AnyWorker): QueueConsumer {
  return { stop: () => worker.pause() };
}
