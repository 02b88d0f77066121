import { type EventName, errorShape } from 'tributary/sdk';
import { v7 } from 'uuid';
import type {
  EventHandler,
  Identity,
  JobDefinition,
  Logger,
  QueueName,
  Schedule,
  SystemDatabase,
} from '#platform';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { Metrics } from '#platform/telemetry';
import { createBullDriver } from './bullmq-driver.js';
import { Dispatcher } from './dispatcher.js';
import { Executor } from './executor.js';
import { handlerDefinition } from './handler-job.js';
import { defaultLease, type Lease, Membership } from './membership.js';
import { JobMetrics } from './metrics.js';
import { openQueueStore } from './queue-store.js';
import { Schedules } from './schedules.js';
import { within } from './within.js';

/** Small jobs: few at once are enough, and they must not crowd out documents and runs. */
const smallJobs = { notify: 4, system: 2 } as const;

const lastLookMs = 2_000;

export interface WorkerHostOptions {
  queue: Config['queue'];
  database: Database;
  system: SystemDatabase;
  identity: Pick<Identity, 'contextOf'>;
  log: Logger;
  definitions: readonly JobDefinition[];
  handlers: readonly EventHandler[];
  schedules: readonly Schedule[];
  /** The wait before a second attempt, a second if not given; it doubles from there. */
  backoffMs?: number;
  /** A heartbeat every 2 s and a lease of 10 s if not given; all workers of a database agree on it. */
  lease?: Lease;
  /** Those of this thread. */
  metrics?: Metrics;
  /** Keeps apart installations that share a Redis. */
  prefix?: string;
}

export interface WorkerHost {
  readonly id: string;
  /** From now on these handle events; jobs of earlier ones end as they began. */
  setHandlers(handlers: readonly EventHandler[]): void;
  /** How many jobs run here now. */
  active(): number;
  /** Stops taking; waits so long for what runs, then stops it and gives it back. */
  close(deadlineMs: number): Promise<void>;
}

/** Starts everything that works in the background: dispatcher, queues, schedules, and the sign of life of this worker. */
export async function startWorkerHost(options: WorkerHostOptions): Promise<WorkerHost> {
  const { database, system, identity, log, lease = defaultLease } = options;
  const id = v7();
  const definitions = byName(options.definitions);
  const queues = new Map(options.definitions.map(({ name, queue }) => [name, queue]));
  const handlers = new Map<EventName, EventHandler[]>();
  const setHandlers = (given: readonly EventHandler[]) => {
    handlers.clear();
    for (const [event, ofEvent] of byEvent(given)) handlers.set(event, ofEvent);
    // The definition of a handler that is gone stays: what it was given is ended by it.
    for (const definition of given.map((handler) => handlerDefinition(handler, database))) {
      definitions.set(definition.name, definition);
      queues.set(definition.name, definition.queue);
    }
  };
  setHandlers(options.handlers);
  const concurrency = { ingest: options.queue.ingest, ai: options.queue.ai, ...smallJobs };
  const metrics = new JobMetrics(options.metrics ?? new Metrics());
  const queueOf = (name: string) => definitions.get(name)?.queue ?? 'system';
  const store = await openQueueStore(options.queue.driver, database, options.prefix);
  const driver = metrics.counting(createBullDriver(store, log));
  const membership = new Membership(system, id, lease);
  const dispatcher = new Dispatcher({
    database,
    system,
    driver,
    handlers,
    log,
    queues,
    concurrency,
    perTenant: options.queue.perTenant,
    onReconnect: () => membership.recover(),
  });
  const executor = new Executor({
    worker: id,
    database,
    identity,
    definitions,
    log,
    metrics,
    onEnd: () => dispatcher.poke(),
    ...(options.backoffMs === undefined ? {} : { backoffMs: options.backoffMs }),
  });
  const schedules = new Schedules(options.schedules, { system, worker: id, log });

  const { requeued } = await membership.join();
  metrics.redelivered(requeued.map(queueOf));
  const consumers = await Promise.all(
    (Object.keys(concurrency) as QueueName[]).map((queue) =>
      driver.consume(queue, concurrency[queue], (delivery) => executor.handle(delivery)),
    ),
  );
  await dispatcher.start();
  schedules.start();
  const pulse = startPulse(membership, executor, {
    heartbeatMs: lease.heartbeatMs,
    log,
    onRequeue(names) {
      metrics.redelivered(names.map(queueOf));
      log.warn({ jobs: names.length }, 'jobs without a worker are dispatched anew');
      dispatcher.poke();
    },
  });

  return {
    id,
    setHandlers,
    active: () => executor.active().length,
    async close(deadlineMs) {
      const deadline = Date.now() + deadlineMs;
      const stopping = [dispatcher.stop(), schedules.stop(), ...consumers.map((consumer) => consumer.stop())];
      const stopped = Promise.allSettled(stopping);
      await within(deadlineMs, stopped);
      await executor.drain(Math.max(0, deadline - Date.now()));
      // Nothing runs any more, so the queues end at once, if they can be reached; what they still gave goes back too.
      await within(lastLookMs, stopped);
      await pulse.stop();
      await membership.leave();
      await driver.close();
    },
  };
}

/** Says at every heartbeat that the worker lives, and learns which jobs it has lost. */
function startPulse(
  membership: Membership,
  executor: Executor,
  options: { heartbeatMs: number; log: Logger; onRequeue(names: readonly string[]): void },
) {
  const { heartbeatMs, log, onRequeue } = options;
  let beating: Promise<void> = Promise.resolve();
  const beat = async () => {
    const askedAt = Date.now();
    const { requeued, held } = await membership.beat(executor.active());
    executor.keepOnly(new Set(held), askedAt - heartbeatMs);
    if (requeued.length > 0) onRequeue(requeued);
  };
  const timer = setInterval(() => {
    beating = beating.then(beat).catch((error: unknown) => {
      log.warn({ error: errorShape(error).code }, 'heartbeat failed');
    });
  }, heartbeatMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}

function byName(definitions: readonly JobDefinition[]): Map<string, JobDefinition> {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

function byEvent(handlers: readonly EventHandler[]): Map<EventName, EventHandler[]> {
  return Map.groupBy(handlers, (handler) => handler.event);
}
