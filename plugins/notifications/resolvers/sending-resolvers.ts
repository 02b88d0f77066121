import { AppError, outcomeOf, parseInput, z } from 'tributary/sdk';
import { v7 as newId } from 'uuid';

import { acceptMessage } from '../messages/accept-message.js';
import { endMessage } from '../messages/end-message.js';
import { type Message, newMessage, readMessage, textIn } from '../messages/message.js';
import { reportBroadcast } from '../messages/report-broadcast.js';
import type { Context, Resolvers } from '../schema.types.js';
import { keepUp } from '../upkeep/upkeep.js';

const asked = newMessage.omit({ key: true }).extend({ idempotencyKey: newMessage.shape.key.nullish() });

const view = (id: string, message: Message) => ({
  id,
  topic: message.topic,
  title: textIn(message, null).title,
  state: message.state,
  reason: message.reason,
  recipients: message.total,
  reached: message.reached,
  at: message.at,
  by: message.by,
});

/** Of who sent it, or may see everybody's; another's does not exist. */
async function ownMessage(id: string, { store, people, permissions }: Context): Promise<Message | null> {
  const message = await readMessage(store, id.toLowerCase());
  if (!message) return null;
  const isOwn = message.by !== null && message.by === (await people.self())?.actor;
  return isOwn || (await permissions.allows('notifications:manage')) ? message : null;
}
const noNotification = () => new AppError('NOT_FOUND', { thing: 'The notification' });

export const sendingQueries: Pick<Resolvers['Query'], 'sentNotification'> = {
  async sentNotification(_parent, { id }, context) {
    const message = await ownMessage(id, context);
    return message && view(id.toLowerCase(), message);
  },
};

export const sendingMutations: Pick<Resolvers['Mutation'], 'notify' | 'cancelNotification'> = {
  notify: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('notifications:send');
      const { idempotencyKey, ...wanted } = parseInput(asked, input);
      if (wanted.documentId) await expectReadable(wanted.documentId, context);
      await keepUp(context.schedules);
      const { id, message } = await acceptMessage(context, { ...wanted, key: idempotencyKey ?? newId() });
      return { __typename: 'NotifyPayload', notification: view(id, message) };
    }),
  cancelNotification: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const id = input.id.toLowerCase();
      if (!(await ownMessage(id, context))) throw noNotification();
      const ended = await endMessage(context, id, 'CANCELLED');
      await reportBroadcast(context.works, id, ended);
      return { __typename: 'NotifyPayload', notification: view(id, ended) };
    }),
};

async function expectReadable(documentId: string, { documents }: Context): Promise<void> {
  const [summary] = await documents.summaries([documentId]);
  if (!summary) throw new AppError('NOT_FOUND', { thing: 'The document' });
}

const same = z.object({ reached: z.number(), state: z.string() });

/** As it stands now, then each time it has come further, to its end. */
export const notificationProgress = {
  async *subscribe(_parent: unknown, { id: wanted }: { id: string }, context: Context) {
    const id = wanted.toLowerCase();
    const { events, signal } = context;
    const live = events
      .subscribe(['notifications.received', 'notifications.ended'], signal)
      [Symbol.asyncIterator]();
    // Listening begins before it is read, so that nothing falls in between.
    let next = live.next();
    next.catch(() => undefined);
    for (let last = ''; ; ) {
      const message = await ownMessage(id, context);
      if (!message) throw noNotification();
      const print = JSON.stringify(same.parse(message));
      if (print !== last) yield view(id, message);
      last = print;
      if (message.state !== 'SENDING') return;
      for (;;) {
        const { done, value } = await next;
        if (done) return;
        next = live.next();
        next.catch(() => undefined);
        if (value.payload.notificationId === id) break;
      }
    }
  },
};
