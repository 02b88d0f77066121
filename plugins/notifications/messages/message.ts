import { newestFirst, type StoreService, type StoreWrite, z } from 'tributary/sdk';
import { line, topic, uuid } from '../topic.js';

/** A link of our own pages, or of the web. */
const link = z
  .string()
  .max(2_000)
  .refine(
    (text) => /^\/(?!\/)[^\s\\]*$/.test(text) || isWeb(text),
    'must be an https address or begin with /',
  );

const isWeb = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '';
};

/** What is to be said to whom. */
export const newMessage = z.object({
  to: z.array(z.string().min(1).max(210)).min(1).max(1_000),
  topic,
  template: z.string().max(60).nullish(),
  title: line(200),
  body: z.string().max(5_000),
  link: link.nullish(),
  values: z.record(z.string().max(60), z.union([z.string().max(1_000), z.number()])).nullish(),
  documentId: uuid.nullish(),
  /** The same key of the same topic is the same message. */
  key: z.string().min(1).max(100),
  urgent: z.boolean().nullish(),
});
export type NewMessage = z.output<typeof newMessage>;

/** What is read. */
export interface Text {
  readonly title: string;
  readonly body: string;
}

export const messageStates = ['SENDING', 'SENT', 'CANCELLED', 'FAILED'] as const;

/** A notification as it was accepted; each recipient's copy stands in the inbox. */
export interface Message {
  readonly topic: string;
  /** What it is once for, within its topic. */
  readonly key: string;
  /** By language; what was given, or the template's first, stands first. */
  readonly texts: readonly (Text & { readonly locale: string })[];
  readonly link: string | null;
  readonly documentId: string | null;
  readonly to: readonly string[];
  readonly urgent: boolean;
  /** Who sent it; null for the system. */
  readonly by: string | null;
  readonly at: string;
  readonly state: (typeof messageStates)[number];
  /** Why it failed. */
  readonly reason: string | null;
  /** Whom the audience stood for when it was accepted. */
  readonly total: number;
  /** How many of them have had their turn. */
  readonly reached: number;
  /** It is shown among long work. */
  readonly isWork: boolean;
  /** When its job last wrote something of it. */
  readonly changedAt: string;
  /** How often it was taken up since. */
  readonly lost: number;
  /** From 1; each change makes the next. */
  readonly revision: number;
}

export const messages = 'messages';
export const messageKeys = 'message-keys';

export const keyOfMessage = (id: string) => newestFirst(id);
/** The way back. */
export const idOfMessage = (key: string) => newestFirst(key);

/** Where it stands that a key of a topic is taken. */
export const messageMark = ({ topic, key }: Pick<Message, 'topic' | 'key'>) => `${topic} ${key}`;

export async function readMessage(store: Pick<StoreService, 'get'>, id: string): Promise<Message | null> {
  return (await store.get(messages, keyOfMessage(id))) as Message | null;
}

/** The next revision of it, or the first. It goes with its document. */
export const messageWrite = (id: string, value: Message): StoreWrite => ({
  collection: messages,
  key: keyOfMessage(id),
  value,
  version: value.revision,
  replaces: value.revision - 1,
  indexes: {
    ...(value.by === null ? {} : { by: value.by }),
    ...(value.state === 'SENDING' ? { isSending: true } : {}),
    ...(value.documentId === null ? {} : { documentId: value.documentId }),
  },
});

/** The text in a language, in its main language (`de` for `de-AT`), or the first. */
export function textIn({ texts }: Pick<Message, 'texts'>, locale: string | null): Text {
  const wanted = locale?.toLowerCase() ?? '';
  const main = wanted.split('-', 1)[0];
  const found =
    texts.find((text) => text.locale.toLowerCase() === wanted) ??
    texts.find((text) => text.locale.toLowerCase() === main) ??
    texts[0];
  return { title: found?.title ?? '', body: found?.body ?? '' };
}
