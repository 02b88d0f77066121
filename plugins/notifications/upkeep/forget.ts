import {
  type Granted,
  itemsBelow,
  keyPages,
  newestBefore,
  newestFirst,
  type StoredItem,
  type StoreWrite,
} from 'tributary/sdk';
import { type InboxItem, inbox, keyOfItem } from '../inbox/inbox.js';
import { type Letter, letters } from '../letters/letter.js';
import { idOfMessage, type Message, messageKeys, messageMark, messages } from '../messages/message.js';
import { type MessagePage, messagePages, pagesOf, pageWrite } from '../messages/message-page.js';
import { readSettings } from '../settings.js';
import { type Delivery, deliveries, deliveriesOf } from '../webhooks/delivery.js';
import { readWebhook } from '../webhooks/webhook.js';

type Services = Granted<'store' | 'settings' | 'clock'>;
interface Pace {
  readonly signal: AbortSignal;
  rest(): Promise<void>;
}

const dayMs = 86_400_000;
const upkeepNotes = 'upkeep';
const forgottenOn = 'forgotten-on';

/** Once a day: forgets what is older than the settings say. Begun again after a crash, it goes on with what is left. */
export async function forgetOld(services: Services, pace: Pace): Promise<void> {
  const { store, settings, clock } = services;
  const now = clock.now();
  const today = now.toISOString().slice(0, 10);
  if ((await store.get(upkeepNotes, forgottenOn)) === today) return;
  const { inboxReadDays, inboxUnreadDays, deliveryDays } = await readSettings(settings);
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  await forgetDeliveries(store, before(deliveryDays), pace);
  const keptLetters = { after: newestBefore(before(deliveryDays)) };
  await clear(store, letters, keptLetters, (value) => (value as Letter).state !== 'PENDING', pace);
  const unreadBefore = before(Math.max(inboxUnreadDays, inboxReadDays)).toISOString();
  await forgetMessages(store, { before: before(inboxReadDays), unreadBefore }, pace);
  await store.put(upkeepNotes, forgottenOn, today);
}

async function forgetMessages(
  store: Services['store'],
  { before, unreadBefore }: { before: Date; unreadBefore: string },
  { signal, rest }: Pace,
): Promise<void> {
  const old = itemsBelow<Message>(store, messages, '', newestBefore(before));
  for await (const { key, value: message } of old) {
    signal.throwIfAborted();
    await rest();
    if (message.state === 'SENDING') continue;
    await forgetMessage(store, idOfMessage(key), message, message.at < unreadBefore);
  }
}

/** Its copies, but for those that are unread and not yet `isAllOld`; it stays as long as one of them does. */
async function forgetMessage(
  store: Services['store'],
  id: string,
  message: Message,
  isAllOld: boolean,
): Promise<void> {
  let isKept = false;
  for await (const { key, value } of itemsBelow<MessagePage>(store, messagePages, pagesOf(id))) {
    const { recipients } = value;
    const copies = await store.getMany(
      inbox,
      recipients.map((recipient) => keyOfItem(recipient, id)),
    );
    const stays = recipients.filter((_, at) => {
      const copy = copies[at]?.value as InboxItem | undefined;
      return copy?.readAt === null && !isAllOld;
    });
    const gone = recipients.filter((recipient) => !stays.includes(recipient));
    const writes: StoreWrite[] = gone.map((recipient) => ({
      collection: inbox,
      key: keyOfItem(recipient, id),
    }));
    if (stays.length > 0) isKept = true;
    const page = { recipients: stays, documentId: message.documentId };
    if (gone.length > 0 || stays.length === 0)
      await store.change([...writes, pageWrite(key, stays.length > 0 ? page : null)]);
  }
  if (isKept) return;
  const [item] = await store.getMany(messageKeys, [messageMark(message)]);
  await store.change([
    { collection: messages, key: newestFirst(id) },
    ...(item?.value === id ? [{ collection: messageKeys, key: item.key }] : []),
  ]);
}

/** Also what a webhook left behind that was deleted meanwhile. */
async function forgetDeliveries(store: Services['store'], before: Date, pace: Pace): Promise<void> {
  for (let after: string | null = null; ; ) {
    const [next]: StoredItem[] = await store.list(deliveries, { first: 1, after });
    if (!next) return;
    const { webhookId } = next.value as Delivery;
    const prefix = deliveriesOf(webhookId);
    const isThere = (await readWebhook(store, webhookId)) !== null;
    const range = isThere ? { prefix, after: `${prefix}${newestBefore(before)}` } : { prefix, after: null };
    const isOver = (value: unknown) => ['SUCCEEDED', 'DEAD'].includes((value as Delivery).state);
    await clear(store, deliveries, range, (value) => !isThere || isOver(value), pace);
    // The first sign after the space that follows an id: what other webhooks are told.
    after = `${webhookId}!`;
  }
}

/** Deletes what is over of a range of keys. */
async function clear(
  store: Services['store'],
  collection: string,
  { prefix = '', after: begin }: { prefix?: string; after: string | null },
  isOver: (value: unknown) => boolean,
  { signal, rest }: Pace,
): Promise<void> {
  for await (const found of keyPages((page) => store.list(collection, { ...page, prefix }), begin)) {
    signal.throwIfAborted();
    await rest();
    const over = found.filter(({ value }) => isOver(value));
    if (over.length > 0) await store.change(over.map(({ key }) => ({ collection, key })));
  }
}
