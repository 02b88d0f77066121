import {
  defineJob,
  type Granted,
  type JobDefinition,
  type SchedulesService,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { itemWrite } from '../inbox/inbox.js';
import { readMessage } from '../messages/message.js';
import { type HeldItem, held } from './held.js';
import { letters, letterWrite, pageOfLetters } from './letter.js';
import { sendLetters } from './send-letters.js';

const payload = z.object({});
const needs = ['store', 'events', 'jobs', 'schedules', 'clock'] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;

const batch = 100;
const everyMs = 60_000;
const schedule = 'release';

/** Brings what was held and is due now: to the inbox, and as one letter a person. */
export const releaseHeld: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.release',
  description: 'Brings what was held over quiet hours or for a digest.',
  needs,
  payload,
  queue: 'notify',
  async run(_payload, services, { jobId, attempt, signal }) {
    const { store, jobs, schedules, clock } = services;
    const now = clock.now().toISOString();
    const isDue = ({ key }: { key: string }) => key.slice(0, now.length) <= now;
    // An attempt that ended after its letters were written is followed by one that sends them.
    const prefix = pageOfLetters(jobId, 'held');
    for (let due = batch; due === batch; ) {
      signal.throwIfAborted();
      const page = (await store.list(held, { first: batch })).filter(isDue);
      due = page.length;
      if (due > 0) await release(page, prefix, now, services);
    }
    if ((await store.count(letters, { prefix })) > 0)
      await jobs.enqueue(sendLetters, { prefix }, { key: `${prefix}${attempt}` });
    if ((await store.list(held, { first: 1 })).length > 0) return;
    await schedules.remove(schedule);
    // Somebody may have held something in between.
    if ((await store.list(held, { first: 1 })).length > 0) await keepReleasing(services);
  },
});

/** Looks every minute, as long as something is held. */
export const keepReleasing = ({ schedules }: { schedules: SchedulesService }): Promise<void> =>
  schedules.set(schedule, { job: releaseHeld, payload: {}, time: { everyMs } });

/** All of it is one change, so nothing is brought twice or lost. */
async function release(
  page: readonly { key: string; value: unknown }[],
  prefix: string,
  at: string,
  { store, events }: Pick<Services, 'store' | 'events'>,
): Promise<void> {
  const items = page.map(({ value }) => value as HeldItem);
  const writes: StoreWrite[] = page.map(({ key }) => ({ collection: held, key }));
  const told = new Map<string, string[]>();
  for (const { recipient, notificationId, documentId, channels } of items) {
    const message = channels.includes('IN_APP') ? await readMessage(store, notificationId) : null;
    if (!message || message.state === 'CANCELLED') continue;
    const { topic, at: sentAt } = message;
    writes.push(itemWrite({ recipient, notificationId, topic, documentId, at: sentAt, readAt: null }));
    told.set(notificationId, [...(told.get(notificationId) ?? []), recipient]);
  }
  const mailed = Map.groupBy(
    items.filter(({ channels }) => channels.includes('EMAIL')),
    ({ recipient }) => recipient,
  );
  for (const [recipient, about] of mailed) {
    const documents = new Set(about.map(({ documentId }) => documentId));
    const [documentId = null] = documents.size === 1 ? documents : [];
    const notificationIds = about.map(({ notificationId }) => notificationId);
    const key = `${prefix}${newId()}`;
    writes.push(letterWrite(key, { recipient, notificationIds, documentId, at }));
  }
  await store.change(writes);
  for (const [notificationId, recipients] of told) {
    const [first = '', last = first] = [recipients.sort()[0], recipients.at(-1)];
    await events.publish('notifications.received', { notificationId, first, last });
  }
}
