import type { EventName } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { EventHandler, Transaction } from '#platform';
import { insertJob } from '#platform/outbox';

const mostEvents = 500;

interface WaitingEvent {
  id: string;
  tenant: string;
  name: EventName;
  payload: unknown;
  at: Date;
  requestId: string;
  traceparent: string;
}

/** The name of the job by which a handler gets its events. */
export function handlerJob(handler: Pick<EventHandler, 'name'>): string {
  return `on:${handler.name}`;
}

/**
 * Publishes events of the outbox: one job for each handler, keyed by the event's id, so that an event that is
 * published twice is still handled once. Returns how many events there were.
 */
export async function relayEvents(
  tx: Transaction,
  handlers: ReadonlyMap<EventName, readonly EventHandler[]>,
): Promise<number> {
  const events = await tx.query<WaitingEvent>(
    `update platform.outbox o set published_at = clock_timestamp()
       from (select tenant_id, id from platform.outbox where published_at is null
              order by id limit $1 for update skip locked) next
      where o.tenant_id = next.tenant_id and o.id = next.id
      returning o.id, o.tenant_id as tenant, o.name, o.payload, o.at, o.request_id as "requestId", o.traceparent`,
    [mostEvents],
  );
  events.sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, tenant, name, payload, at, requestId, traceparent } of events) {
    for (const handler of handlers.get(name) ?? []) {
      await insertJob(tx, tenant, {
        id: v7(),
        name: handlerJob(handler),
        key: id,
        actor: `system:${handler.name}`,
        rights: null,
        payload: { id, name, payload, at: at.toISOString() },
        requestId,
        traceparent,
        delayMs: 0,
      });
    }
  }
  return events.length;
}
