import type { QueueName } from '#platform';

/** What goes through the queue: ids only. Everything else is read from `platform.jobs` by whoever runs it. */
export interface Delivery {
  tenant: string;
  id: string;
  /** Counts how often the job was put into the queue; an older delivery of it is void. */
  dispatch: number;
}

export interface QueueConsumer {
  /** Takes nothing more, and resolves when what was taken has ended. */
  stop(): Promise<void>;
}

/** The queue itself: BullMQ on the database or on Redis. */
export interface QueueDriver {
  /** Adds the deliveries; one that is in the queue already is not added again. */
  add(queue: QueueName, deliveries: readonly Delivery[]): Promise<void>;
  consume(
    queue: QueueName,
    concurrency: number,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<QueueConsumer>;
  close(): Promise<void>;
}
