import { cursorPages, type Granted, type StoredItem } from 'tributary/sdk';
import { type Letter, letters, letterWrite, prefixOfLetter } from '../letters/letter.js';
import { sendLetters } from '../letters/send-letters.js';
import { endMessage } from '../messages/end-message.js';
import { idOfMessage, type Message, messages, messageWrite } from '../messages/message.js';
import { reportBroadcast } from '../messages/report-broadcast.js';
import { spreadMessage } from '../messages/spread-message.js';
import { deliverWebhook, keyOfAttempt } from '../webhooks/deliver-webhook.js';
import { type Delivery, deliveries, deliveryWrite } from '../webhooks/delivery.js';
import { lossOf, lostReason } from './loss.js';

type Services = Granted<'store' | 'events' | 'jobs' | 'works' | 'clock' | 'log'>;

const pageSize = 100;

/** Gives what lost its job another one; what goes on losing it is given up, and says why. */
export async function takeUpLost(services: Services, signal: AbortSignal): Promise<void> {
  const { store } = services;
  for await (const items of pages(store, messages, { isSending: true })) {
    for (const { key, value } of items) {
      signal.throwIfAborted();
      await takeUpMessage(idOfMessage(key), value as Message, services);
    }
  }
  for (const state of ['PENDING', 'RETRYING']) {
    for await (const items of pages(store, deliveries, { state })) {
      for (const { value } of items) {
        signal.throwIfAborted();
        await takeUpDelivery(value as Delivery, services);
      }
    }
  }
  for await (const items of pages(store, letters, { state: 'PENDING' })) {
    signal.throwIfAborted();
    await takeUpLetters(items, services);
  }
}

const pages = (
  store: Services['store'],
  collection: string,
  where: Readonly<Record<string, string | boolean>>,
): AsyncGenerator<StoredItem[]> =>
  cursorPages((after) => store.find(collection, { where, first: pageSize, after }));

async function takeUpMessage(id: string, message: Message, services: Services): Promise<void> {
  const { store, jobs, works, clock, log } = services;
  const now = clock.now();
  const loss = lossOf(message, now);
  if (loss === 'NONE') return;
  log.warn('a notification has lost its job', { notification: id, lost: message.lost });
  if (loss === 'GIVE_UP') {
    await reportBroadcast(works, id, await endMessage(services, id, 'FAILED', lostReason));
    return;
  }
  const [lost, revision] = [message.lost + 1, message.revision + 1];
  const next = { ...message, lost, revision, changedAt: now.toISOString() };
  if (await store.change([messageWrite(id, next)]))
    await jobs.enqueue(spreadMessage, { notificationId: id }, { key: `${id} r${revision}` });
}

async function takeUpDelivery(delivery: Delivery, { store, jobs, clock, log }: Services): Promise<void> {
  const now = clock.now();
  const due = delivery.nextAt ?? delivery.changedAt;
  const loss = lossOf({ lost: delivery.lost, changedAt: due }, now);
  if (loss === 'NONE') return;
  const { webhookId, eventId, tries } = delivery;
  log.warn('a delivery to a webhook has lost its job', { webhook: webhookId, event: eventId });
  const revision = delivery.revision + 1;
  const changedAt = now.toISOString();
  if (loss === 'GIVE_UP') {
    const end = { state: 'DEAD', reason: lostReason, nextAt: null } as const;
    await store.change([deliveryWrite({ ...delivery, ...end, revision, changedAt })]);
    return;
  }
  const next: Delivery = { ...delivery, nextAt: null, lost: delivery.lost + 1, revision, changedAt };
  if (await store.change([deliveryWrite(next)]))
    await jobs.enqueue(
      deliverWebhook,
      { webhookId, eventId, attempt: tries + 1 },
      { key: keyOfAttempt(next) },
    );
}

/** Those of one page of a message have one job. */
async function takeUpLetters(
  items: readonly StoredItem[],
  { store, jobs, clock, log }: Services,
): Promise<void> {
  const now = clock.now();
  const at = now.toISOString();
  const prefixes = new Set<string>();
  const writes = items.flatMap(({ key, value }) => {
    const letter = value as Letter;
    const loss = lossOf(letter, now);
    if (loss === 'NONE') return [];
    if (loss === 'TAKE_UP') prefixes.add(prefixOfLetter(key));
    const end = { state: 'FAILED', reason: lostReason, endedAt: at } as const;
    const again = { lost: letter.lost + 1, changedAt: at };
    return [letterWrite(key, { ...letter, ...(loss === 'GIVE_UP' ? end : again) })];
  });
  if (writes.length === 0) return;
  log.warn('letters have lost their job', { letters: writes.length });
  await store.change(writes);
  for (const prefix of prefixes) await jobs.enqueue(sendLetters, { prefix }, { key: `${prefix}${at}` });
}
