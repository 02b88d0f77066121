import {
  AppError,
  defineJob,
  type Granted,
  type JobDefinition,
  type Person,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { itemWrite } from '../inbox/inbox.js';
import { type HeldItem, heldWrite } from '../letters/held.js';
import { letters, letterWrite, pageOfLetters } from '../letters/letter.js';
import { keepReleasing } from '../letters/release-held.js';
import { sendLetters } from '../letters/send-letters.js';
import { type Plan, planFor } from '../preferences/plan.js';
import { preferencesOf } from '../preferences/preferences.js';
import { readSettings } from '../settings.js';
import { deliverTo } from '../webhooks/deliver-to.js';
import { endMessage } from './end-message.js';
import { type Message, messageWrite, readMessage } from './message.js';
import { keyOfPage, messagePages, pageWrite } from './message-page.js';
import { reportBroadcast } from './report-broadcast.js';

const payload = z.object({ notificationId: z.uuid() });
const needs = [
  'store',
  'events',
  'jobs',
  'schedules',
  'people',
  'mail',
  'settings',
  'works',
  'clock',
] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;

/** People whose copies are written in one transaction. */
const pageSize = 500;
const mostTries = 5;

/**
 * Brings a message to its recipients, a page of them in one transaction, and to the webhooks of its topic. Begun again, it
 * passes over the pages that are written.
 */
export const spreadMessage: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.spread',
  description: 'Brings a notification to its recipients.',
  needs,
  payload,
  on: ['notifications.sent'],
  async run({ notificationId }, services, { signal, rest }) {
    const { store, people } = services;
    const message = await readMessage(store, notificationId);
    if (message?.state !== 'SENDING') return;
    await toWebhooks(notificationId, message, services);
    const bearers = await namedBearers(message, services);
    let isGoingOn = await deliverPage(notificationId, 'bearers', bearers, services);
    for (let after: string | null = null; isGoingOn; ) {
      signal.throwIfAborted();
      // Ten thousand copies hold up nobody who waits for an answer.
      await rest();
      const page: Person[] = await people.members(message.to, { first: pageSize, after });
      isGoingOn = await deliverPage(notificationId, after ?? 'first', page, services);
      const last = page.at(-1);
      if (page.length < pageSize || !last) break;
      after = last.actor;
    }
    if (!isGoingOn) return;
    await reportBroadcast(services.works, notificationId, await endMessage(services, notificationId, 'SENT'));
  },
});

/** Webhooks of a topic are told what everybody is told. */
async function toWebhooks(id: string, message: Message, services: Services): Promise<void> {
  const { topic, link, documentId, at, texts } = message;
  const data = { notificationId: id, title: texts[0]?.title, body: texts[0]?.body, link, documentId };
  await deliverTo(services, { eventId: id, topic, at, documentId, data });
}

/** Who is named and is no member: a key that is nobody's, or who is known by a token alone. */
async function namedBearers({ to }: Message, { people }: Services): Promise<Person[]> {
  const named = [...new Set(to.filter((one) => /^(user|key):/.test(one)))];
  const found = await people.find(named);
  return found.flatMap((person) => (person?.email === null ? [person] : []));
}

/** Whether the next page follows: not when it was cancelled. */
async function deliverPage(
  id: string,
  page: string,
  asked: readonly Person[],
  services: Services,
): Promise<boolean> {
  const { store, events } = services;
  const mark = keyOfPage(id, page);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const message = await readMessage(store, id);
    if (message?.state !== 'SENDING') return false;
    const { writes, mailed, held, actors, listed } = await copiesFor(id, page, message, asked, services);
    const next = {
      ...message,
      reached: message.reached + asked.length,
      changedAt: services.clock.now().toISOString(),
      lost: 0,
      revision: message.revision + 1,
    };
    const written = pageWrite(mark, { recipients: listed, documentId: message.documentId });
    const items = [{ ...written, replaces: 0 }, messageWrite(id, next), ...writes];
    const range = { first: actors[0] ?? '', last: actors.at(-1) ?? '' };
    const isWritten =
      actors.length > 0
        ? await events.publish('notifications.received', { notificationId: id, ...range }, items)
        : await store.change(items);
    if (!isWritten && (await store.get(messagePages, mark)) === null) continue;
    if (isWritten) await reportBroadcast(services.works, id, next);
    // Asked for again if this ends before: the same key is the same job.
    const prefix = pageOfLetters(id, page);
    if (isWritten ? mailed > 0 : (await store.count(letters, { prefix })) > 0) {
      await services.jobs.enqueue(sendLetters, { prefix }, { key: prefix });
    }
    if (held > 0 || !isWritten) await keepReleasing(services);
    return true;
  }
  throw new AppError('UNAVAILABLE', { thing: 'The notification' });
}

/**
 * What is written for a page of people; the actors are those whose inbox gets something now, in order, and `listed` also
 * those who get it later.
 */
async function copiesFor(
  id: string,
  page: string,
  message: Message,
  asked: readonly Person[],
  { store, people, mail, settings, clock }: Services,
) {
  const { topic, documentId, at } = message;
  const all = asked.map(({ actor }) => actor);
  const readers = documentId ? new Set(await people.readers(documentId, all)) : new Set(all);
  const recipients = asked.filter(({ actor }) => readers.has(actor));
  const wanted = await preferencesOf(
    store,
    recipients.map(({ actor }) => actor),
  );
  const { defaultMail } = await readSettings(settings);
  const circumstances = { now: clock.now(), defaultMail, mail: await mail.configured() };
  const writes: StoreWrite[] = [];
  const actors: string[] = [];
  const later: string[] = [];
  let [mailed, held] = [0, 0];
  for (const [place, { actor: recipient, email }] of recipients.entries()) {
    const own = wanted[place];
    if (!own) continue;
    const plan = withoutAddress(planFor(own, message, circumstances), email);
    if (plan.now.includes('IN_APP')) {
      actors.push(recipient);
      writes.push(itemWrite({ recipient, notificationId: id, topic, documentId, at, readAt: null }));
    }
    if (plan.now.includes('EMAIL')) {
      mailed += 1;
      const letter = { recipient, notificationIds: [id], documentId, at };
      writes.push(letterWrite(`${pageOfLetters(id, page)}${recipient}`, letter));
    }
    for (const { channels, until } of plan.held) {
      held += 1;
      if (channels.includes('IN_APP')) later.push(recipient);
      const item: HeldItem = { recipient, notificationId: id, documentId, channels };
      writes.push(heldWrite(until, item));
    }
  }
  return { writes, mailed, held, actors: actors.sort(), listed: [...actors, ...later] };
}

/** Who has no address gets no letter. */
function withoutAddress(plan: Plan, email: string | null): Plan {
  if (email !== null) return plan;
  const some = (channels: Plan['now']) => channels.filter((channel) => channel !== 'EMAIL');
  const held = plan.held.map(({ channels, until }) => ({ channels: some(channels), until }));
  return { now: some(plan.now), held: held.filter(({ channels }) => channels.length > 0) };
}
