import type { Granted } from 'tributary/sdk';
import { matchesTopic } from '../topic.js';
import { deliverWebhook, keyOfAttempt } from './deliver-webhook.js';
import { attemptsEach, type Delivery, deliveryWrite } from './delivery.js';
import { allWebhooks } from './webhook.js';

/** What happened, for whoever wants to be told. */
export interface Told {
  /** The same however often it is told. */
  readonly eventId: string;
  readonly topic: string;
  readonly at: string;
  /** Not everybody may know of it. */
  readonly documentId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Makes a delivery for each webhook that wants the topic, once for the event. */
export async function deliverTo(
  { store, people, jobs, clock }: Granted<'store' | 'people' | 'jobs' | 'clock'>,
  { eventId, topic, at, documentId, data }: Told,
): Promise<void> {
  const wanting = (await allWebhooks(store)).filter(
    ({ webhook }) => webhook.state === 'ACTIVE' && matchesTopic(webhook.topics, topic),
  );
  if (wanting.length === 0) return;
  const readers = documentId
    ? await people.readers(documentId, [
        'tenant',
        ...new Set(wanting.map(({ webhook }) => webhook.createdBy)),
      ])
    : [];
  const isTold = (createdBy: string) =>
    documentId === null || readers.includes('tenant') || readers.includes(createdBy);
  const now = clock.now().toISOString();
  for (const { id: webhookId, webhook } of wanting) {
    if (!isTold(webhook.createdBy)) continue;
    const delivery: Delivery = {
      webhookId,
      eventId,
      topic,
      body: JSON.stringify({ type: topic, timestamp: at, data }),
      state: 'PENDING',
      reason: null,
      tries: 0,
      lastTry: attemptsEach,
      attempts: [],
      nextAt: null,
      documentId,
      createdAt: now,
      changedAt: now,
      lost: 0,
      revision: 1,
    };
    await store.change([deliveryWrite(delivery)]);
    // Also when it was there: whoever wrote it may have ended before this.
    const payload = { webhookId, eventId, attempt: 1 };
    await jobs.enqueue(deliverWebhook, payload, { key: keyOfAttempt(delivery) });
  }
}
