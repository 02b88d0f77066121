import type { QueueName } from '#platform';
import type { Metrics } from '#platform/telemetry';
import type { JobEnd } from './job-store.js';
import type { QueueDriver } from './queue-driver.js';

/** What is measured of the jobs of this thread. */
export class JobMetrics {
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** An attempt has ended; times in milliseconds, the wait that of the first attempt. */
  ended(queue: QueueName, state: JobEnd['state'], times: { waitedMs: number | null; tookMs: number }): void {
    const { jobWait, jobDuration, jobsCompleted, jobsFailed, jobsDead } = this.#metrics;
    if (times.waitedMs !== null) jobWait.observe({ queue }, Math.max(0, times.waitedMs) / 1000);
    jobDuration.observe({ queue }, times.tookMs / 1000);
    if (state === 'done') jobsCompleted.inc({ queue });
    if (state === 'waiting' || state === 'dead') jobsFailed.inc({ queue });
    if (state === 'dead') jobsDead.inc({ queue });
  }

  /** Jobs of a worker that was lost were taken back. */
  redelivered(queues: readonly QueueName[]): void {
    for (const queue of queues) this.#metrics.jobsRedelivered.inc({ queue });
  }

  /** The driver, counting what it is given. */
  counting(driver: QueueDriver): QueueDriver {
    return {
      ...driver,
      add: async (queue, deliveries) => {
        await driver.add(queue, deliveries);
        this.#metrics.jobsEnqueued.inc({ queue }, deliveries.length);
      },
    };
  }
}
