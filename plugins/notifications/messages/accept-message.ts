import { AppError, type Granted, type StoreWrite } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { textsOf } from '../templates/template.js';
import {
  type Message,
  messageKeys,
  messageMark,
  messageWrite,
  type NewMessage,
  readMessage,
} from './message.js';
import { reportBroadcast } from './report-broadcast.js';

export const acceptNeeds = ['store', 'events', 'people', 'works', 'clock'] as const;
/** Who hands a message in. */
export type Accepting = Granted<(typeof acceptNeeds)[number]>;

/** From so many recipients on a message is shown among long work. */
const workFrom = 500;

/**
 * Takes a message on, once for its key: it goes out after this has committed, whoever called is gone or not.
 * Errors: `BAD_USER_INPUT` (an audience that is none; a value that the template wants).
 */
export async function acceptMessage(
  { store, events, people, works, clock }: Accepting,
  asked: NewMessage,
  { isWork = false }: { isWork?: boolean } = {},
): Promise<{ id: string; message: Message }> {
  const id = newId();
  const mark = messageMark(asked);
  const at = clock.now().toISOString();
  const [texts, total, self] = await Promise.all([
    textsOf(store, asked),
    people.count(asked.to),
    people.self(),
  ]);
  const message: Message = {
    topic: asked.topic,
    key: asked.key,
    texts,
    link: asked.link ?? null,
    documentId: asked.documentId ?? null,
    to: asked.to,
    urgent: asked.urgent ?? false,
    by: self?.actor ?? null,
    at,
    state: 'SENDING',
    reason: null,
    total,
    reached: 0,
    isWork: isWork || total >= workFrom,
    changedAt: at,
    lost: 0,
    revision: 1,
  };
  const payload = { notificationId: id, topic: message.topic, documentId: message.documentId };
  const taken = { collection: messageKeys, key: mark, value: id, replaces: 0 };
  const ofDocument: StoreWrite['indexes'] =
    message.documentId === null ? {} : { documentId: message.documentId };
  const items = [{ ...taken, indexes: ofDocument }, messageWrite(id, message)];
  if (await events.publish('notifications.sent', payload, items)) {
    await reportBroadcast(works, id, message);
    return { id, message };
  }
  const known = String(await store.get(messageKeys, mark));
  const before = await readMessage(store, known);
  if (!before) throw new AppError('CONFLICT', { reason: `the key ${asked.key} belongs to what was deleted` });
  return { id: known, message: before };
}
