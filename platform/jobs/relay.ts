import type { EventName } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { EventHandler, Transaction } from '#platform';
import { insertJob } from '#platform/outbox';
import { batchSize, handlerJob } from './handler-job.js';

/** Events that are published in one round. */
export const mostEvents = 500;

interface WaitingEvent {
  id: string;
  tenant: string;
  name: EventName;
  payload: unknown;
  at: Date;
  requestId: string;
  traceparent: string;
}

/**
 * Publishes events of the outbox: each of their handlers gets them as jobs. That an event is published and its jobs
 * exist commits together. Returns how many events there were.
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
  const tenants = [...new Set(events.map(({ tenant }) => tenant))];
  // Handlers of several events that choose their tenants alike share the function, and are asked once.
  const wanted = new Map<EventHandler['tenants'], ReadonlySet<string>>();
  for (const { tenants: choose } of new Set(events.flatMap(({ name }) => handlers.get(name) ?? []))) {
    if (choose && !wanted.has(choose)) wanted.set(choose, await choose(tx, tenants));
  }
  for (const [tenant, own] of Map.groupBy(events, (event) => event.tenant)) {
    for (const handler of new Set(own.flatMap((event) => handlers.get(event.name) ?? []))) {
      if (wanted.get(handler.tenants)?.has(tenant) === false) continue;
      const mine = own.filter((event) => handlers.get(event.name)?.includes(handler));
      for (const batch of batches(mine, batchSize(handler.queue)))
        await insertBatch(tx, tenant, handler, batch);
    }
  }
  return events.length;
}

async function insertBatch(
  tx: Transaction,
  tenant: string,
  handler: EventHandler,
  [first, ...rest]: readonly WaitingEvent[],
): Promise<void> {
  if (!first) return;
  await insertJob(tx, tenant, {
    id: v7(),
    name: handlerJob(handler),
    key: first.id,
    actor: `system:${handler.name}`,
    rights: null,
    payload: {
      events: [first, ...rest].map(({ id, name, payload, at }) => ({
        id,
        name,
        payload,
        at: at.toISOString(),
      })),
    },
    requestId: first.requestId,
    traceparent: first.traceparent,
    delayMs: 0,
    wake: false,
  });
}

function batches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
