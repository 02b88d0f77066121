import { newestFirst, type PageRequest, type StoreService, type StoreWrite, storedPage } from 'tributary/sdk';

/** One person's copy of a message. */
export interface InboxItem {
  readonly recipient: string;
  readonly notificationId: string;
  readonly topic: string;
  readonly documentId: string | null;
  readonly at: string;
  readonly readAt: string | null;
}

export const inbox = 'inbox';

export const inboxOf = (recipient: string) => `${recipient} `;
/** The newest of a recipient first. */
export const keyOfItem = (recipient: string, notificationId: string) =>
  `${inboxOf(recipient)}${newestFirst(notificationId)}`;

/** By these it is found again; `unread` is there as long as it is. */
const topicOf = ({ recipient, topic }: Pick<InboxItem, 'recipient' | 'topic'>) => `${recipient} ${topic}`;

export const itemWrite = (item: InboxItem): StoreWrite => ({
  collection: inbox,
  key: keyOfItem(item.recipient, item.notificationId),
  value: item,
  indexes: {
    topic: topicOf(item),
    ...(item.readAt === null ? { unread: item.recipient } : {}),
    ...(item.documentId === null ? {} : { documentId: item.documentId }),
  },
});

/** What is looked for in one inbox. */
export interface InboxFilter {
  readonly unread: boolean;
  readonly topic: string | null;
}

const whereOf = (recipient: string, { unread, topic }: InboxFilter): Record<string, string> => ({
  ...(topic === null ? {} : { topic: topicOf({ recipient, topic }) }),
  ...(unread ? { unread: recipient } : {}),
});

/** Items of an inbox, newest first, and whether more follow. */
export async function readInbox(
  store: Pick<StoreService, 'list' | 'find' | 'count'>,
  recipient: string,
  filter: InboxFilter,
  page: PageRequest,
): Promise<{ items: { key: string; value: InboxItem }[]; totalCount: number; hasNextPage: boolean }> {
  const where = whereOf(recipient, filter);
  const of = Object.keys(where).length > 0 ? { where } : { prefix: inboxOf(recipient) };
  const { items, ...rest } = await storedPage(store, inbox, of, page);
  return { items: items.map(({ key, value }) => ({ key, value: value as InboxItem })), ...rest };
}

export const unreadCount = (store: Pick<StoreService, 'count'>, recipient: string): Promise<number> =>
  store.count(inbox, { where: { unread: recipient } });

const batch = 100;

/** Marks items as read or unread; of those that are named, or all that are unread. Returns how many it changed. */
export async function markItems(
  store: StoreService,
  recipient: string,
  which: { ids: readonly string[] } | 'ALL_UNREAD',
  readAt: string | null,
): Promise<number> {
  if (which !== 'ALL_UNREAD') {
    const keys = which.ids.map((id) => keyOfItem(recipient, id));
    const found = await store.getMany(inbox, [...new Set(keys)]);
    return write(
      store,
      found.flatMap((item) => (item ? [item.value as InboxItem] : [])),
      readAt,
    );
  }
  for (let changed = 0; ; ) {
    const { items } = await store.find(inbox, { where: { unread: recipient }, first: batch });
    if (items.length === 0) return changed;
    changed += await write(
      store,
      items.map(({ value }) => value as InboxItem),
      readAt,
    );
  }
}

async function write(store: StoreService, items: readonly InboxItem[], readAt: string | null) {
  const others = items.filter((item) => (item.readAt === null) !== (readAt === null));
  if (others.length > 0) await store.change(others.map((item) => itemWrite({ ...item, readAt })));
  return others.length;
}
