import { AppError, type DomainEvent, type EventName } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Database, LiveEvents } from '#platform';
import { channels } from './channels.js';
import { type LiveMessage, liveMessage } from './live-message.js';
import { checkedPayload } from './outbox.js';

/** Events that a subscriber may be behind before it is closed. */
const mostWaiting = 1_000;

interface Subscriber {
  readonly names: ReadonlySet<EventName>;
  push(event: DomainEvent): void;
}

/** Live events of this process, and how to stop listening. */
export interface LiveEventsPart extends LiveEvents {
  close(): Promise<void>;
}

/** Fans the committed events of all tenants, heard on one connection, out to the subscribers of each. */
export async function openLiveEvents({ database }: { database: Database }): Promise<LiveEventsPart> {
  const tenants = new Map<string, Set<Subscriber>>();
  let delivered: Promise<void> = Promise.resolve();
  const stop = await database.listen(channels.events, (text) => {
    if (text === '') return; // the connection was lost for a moment; live events are not durable
    const message = JSON.parse(text) as LiveMessage;
    const interested = [...(tenants.get(message.tenant) ?? [])].filter(({ names }) =>
      names.has(message.name),
    );
    if (interested.length === 0) return;
    const whole = readWhole(database, message).catch(() => null); // the database is away
    // One after the other: an event that has to be read must not be overtaken.
    delivered = delivered.then(async () => {
      const event = await whole;
      if (event) for (const subscriber of interested) subscriber.push(event);
    });
  });
  return {
    async publish(tx, context, name, payload) {
      const event = { id: v7(), name, payload: checkedPayload(name, payload), at: new Date().toISOString() };
      await tx.query(`select pg_notify('${channels.events}', $1)`, [liveMessage(context.tenant, event)]);
    },
    subscribe: (tenant, names, signal) => subscribe(tenants, tenant, names, signal),
    close: stop,
  };
}

async function readWhole(database: Database, message: LiveMessage): Promise<DomainEvent | null> {
  const { tenant, payload, ...head } = message;
  if (payload) return { ...head, payload } as DomainEvent;
  const rows = await database.tenant(tenant, (tx) =>
    tx.query<{ payload: DomainEvent['payload'] }>('select payload from platform.outbox where id = $1', [
      head.id,
    ]),
  );
  return rows[0] ? ({ ...head, payload: rows[0].payload } as DomainEvent) : null;
}

function subscribe<Name extends EventName>(
  tenants: Map<string, Set<Subscriber>>,
  tenant: string,
  names: readonly Name[],
  signal: AbortSignal,
): AsyncIterable<DomainEvent<Name>> {
  return {
    // Registered when iteration begins, not before: whoever never iterates holds nothing.
    async *[Symbol.asyncIterator]() {
      const waiting: DomainEvent[] = [];
      let wake = Promise.withResolvers<void>();
      const subscriber: Subscriber = {
        names: new Set(names),
        push: (event) => {
          waiting.push(event);
          wake.resolve();
        },
      };
      const ended = () => wake.resolve();
      const subscribers = tenants.get(tenant) ?? new Set();
      tenants.set(tenant, subscribers.add(subscriber));
      signal.addEventListener('abort', ended);
      try {
        while (!signal.aborted) {
          await wake.promise;
          wake = Promise.withResolvers();
          if (waiting.length > mostWaiting) throw new AppError('SLOW_CONSUMER', { cursor: waiting[0]?.id });
          for (const event of waiting.splice(0)) {
            if (signal.aborted) return;
            yield event as DomainEvent<Name>;
          }
        }
      } finally {
        signal.removeEventListener('abort', ended);
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && tenants.get(tenant) === subscribers) tenants.delete(tenant);
      }
    },
  };
}
