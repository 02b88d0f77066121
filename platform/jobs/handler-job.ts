import { AppError, type DomainEvent, z } from 'tributary/sdk';
import type { Database, EventHandler, JobDefinition, JobRun, QueueName } from '#platform';

const batch = z.object({ events: z.array(z.custom<DomainEvent>()) });

/** Small reactions share a job; what may take long gets one for each event. */
export function batchSize(queue: QueueName): number {
  return queue === 'notify' || queue === 'system' ? 50 : 1;
}

/** The name of the job by which a handler gets its events. */
export function handlerJob(handler: Pick<EventHandler, 'name'>): string {
  return `on:${handler.name}`;
}

/**
 * A handler as a job whose payload is a batch of events. An event that fails does not keep back the others; the next
 * attempt has only those that failed.
 */
export function handlerDefinition(handler: EventHandler, database: Database): JobDefinition<typeof batch> {
  return {
    name: handlerJob(handler),
    queue: handler.queue,
    payload: batch,
    async run({ events }, job) {
      const handled: string[] = [];
      const failures: unknown[] = [];
      for (const event of events) {
        if ((await job.checkpoint(finished(event.id))) !== undefined) continue;
        try {
          job.signal.throwIfAborted();
          await handler.run(event, ofEvent(job, event.id));
          handled.push(event.id);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length === 0) return;
      if (handled.length > 0) {
        await database.tenant(job.context.tenant, async (tx) => {
          for (const id of handled) await job.effect(tx, finished(id));
        });
      }
      // As long as one of them may still succeed, the job is tried again.
      throw failures.find((error) => !(error instanceof AppError) || error.retryable) ?? failures[0];
    },
  };
}

function finished(eventId: string): string {
  return `handled ${eventId}`;
}

/** The steps of each event are its own. */
function ofEvent(job: JobRun, eventId: string): JobRun {
  return {
    ...job,
    checkpoint: (step) => job.checkpoint(`${eventId} ${step}`),
    effect: (tx, step, data) => job.effect(tx, `${eventId} ${step}`, data),
  };
}
