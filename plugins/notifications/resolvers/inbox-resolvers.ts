import { AppError, connectionOf, outcomeOf, pageRequest, parseInput, z } from 'tributary/sdk';
import { type InboxItem, inbox, keyOfItem, markItems, readInbox, unreadCount } from '../inbox/inbox.js';
import { keyOfMessage, type Message, messages, textIn } from '../messages/message.js';
import { preferences, preferencesOf, preferencesSchema } from '../preferences/preferences.js';
import type { Context, Resolvers } from '../schema.types.js';
import { matchesTopic, topic, topicPattern, uuid } from '../topic.js';

const filterSchema = z.object({ unread: z.boolean().nullish(), topic: topic.nullish() });
const marking = z.object({
  ids: z.array(uuid).min(1).max(100).nullish(),
  all: z.boolean().nullish(),
  read: z.boolean().nullish(),
});

/** Whose inbox it is: that of the person, also when a key of the person calls. */
export async function recipientOf({ people }: Pick<Context, 'people'>): Promise<string> {
  const self = await people.self();
  if (!self) throw new AppError('FORBIDDEN', { needed: 'of a person' });
  return self.actor;
}

/** The items with what they tell, without those that the reader may not read (any more). */
async function views(
  items: readonly { key: string; value: InboxItem }[],
  recipient: string,
  { store, documents }: Pick<Context, 'store' | 'documents'>,
) {
  const ids = items.map(({ value }) => value.notificationId);
  const found = await store.getMany(messages, ids.map(keyOfMessage));
  const about = [...new Set(items.flatMap(({ value }) => value.documentId ?? []))];
  const summaries = about.length > 0 ? await documents.summaries(about) : [];
  const readable = new Set(about.filter((_, at) => summaries[at]));
  const [wanted] = await preferencesOf(store, [recipient]);
  return items.flatMap(({ key, value }, at) => {
    const message = found[at]?.value as Message | undefined;
    const { documentId } = value;
    if (!message || (documentId !== null && !readable.has(documentId))) return [];
    return [{ key, node: view(value, message, wanted?.locale ?? null) }];
  });
}

function view({ notificationId, at, readAt }: InboxItem, message: Message, locale: string | null) {
  const { topic: about, link, documentId, urgent } = message;
  return {
    id: notificationId,
    topic: about,
    ...textIn(message, locale),
    link,
    documentId,
    urgent,
    at,
    readAt,
  };
}

export const inboxQueries: Pick<
  Resolvers['Query'],
  'notifications' | 'unreadNotifications' | 'notificationPreferences'
> = {
  async notifications(_parent, { filter, ...page }, context) {
    const recipient = await recipientOf(context);
    const { unread, topic: about } = parseInput(filterSchema, filter ?? {}, 'filter');
    const request = pageRequest(page);
    const found = await readInbox(
      context.store,
      recipient,
      { unread: unread ?? false, topic: about ?? null },
      request,
    );
    const { items, totalCount, hasNextPage } = found;
    const shown = connectionOf(await views(items, recipient, context), {
      totalCount,
      hasNextPage,
      after: request.after,
    });
    // The place to go on after is that of the last item, shown or not.
    const last = items.at(-1);
    const endCursor = last ? Buffer.from(last.key).toString('base64url') : shown.pageInfo.endCursor;
    return { ...shown, pageInfo: { ...shown.pageInfo, endCursor } };
  },
  async unreadNotifications(_parent, _args, context) {
    return unreadCount(context.store, await recipientOf(context));
  },
  async notificationPreferences(_parent, _args, context) {
    const [own] = await preferencesOf(context.store, [await recipientOf(context)]);
    if (!own) throw new AppError('NOT_FOUND', { thing: 'The preferences' });
    return own;
  },
};

export const inboxMutations: Pick<
  Resolvers['Mutation'],
  'markNotificationsRead' | 'setNotificationPreferences'
> = {
  markNotificationsRead: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { ids, all, read } = parseInput(marking, input);
      if (!ids && !all) throw new AppError('BAD_USER_INPUT', { reason: 'input: give ids, or all: true' });
      if (all && read === false)
        throw new AppError('BAD_USER_INPUT', { reason: 'input: only ids can be marked as unread' });
      const { store, clock } = context;
      const recipient = await recipientOf(context);
      const readAt = read === false ? null : clock.now().toISOString();
      const changed = await markItems(store, recipient, all ? 'ALL_UNREAD' : { ids: ids ?? [] }, readAt);
      const unread = await unreadCount(store, recipient);
      return { __typename: 'MarkNotificationsReadPayload', changed, unread };
    }),
  setNotificationPreferences: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { store } = context;
      const recipient = await recipientOf(context);
      const [before] = await preferencesOf(store, [recipient]);
      // Null takes away what may be missing; elsewhere it is as good as not given.
      const cleared = new Set(['locale', 'quietHours']);
      const set = Object.entries(input).filter(([name, value]) => value !== null || cleared.has(name));
      const next = parseInput(preferencesSchema, { ...before, ...Object.fromEntries(set) });
      await store.put(preferences, recipient, next);
      return { __typename: 'NotificationPreferencesPayload', preferences: next };
    }),
};

/** What arrives from now on. An event tells a page of recipients; whether one is meant, the own inbox says. */
export const notificationReceived = {
  async *subscribe(_parent: unknown, { topic: wanted }: { topic?: string | null }, context: Context) {
    const pattern = wanted ? parseInput(topicPattern, wanted, 'topic') : '*';
    const recipient = await recipientOf(context);
    const { events, store, signal } = context;
    for await (const { payload } of events.subscribe(['notifications.received'], signal)) {
      const { notificationId, first, last } = payload;
      if (recipient < first || recipient > last) continue;
      const key = keyOfItem(recipient, notificationId);
      const value = (await store.get(inbox, key)) as InboxItem | null;
      if (!value || !matchesTopic([pattern], value.topic)) continue;
      const [shown] = await views([{ key, value }], recipient, context);
      if (shown) yield shown.node;
    }
  },
};
