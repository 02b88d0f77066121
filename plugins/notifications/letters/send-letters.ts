import { AppError, defineJob, type Granted, type JobDefinition, keyPages, z } from 'tributary/sdk';
import { type Message, readMessage } from '../messages/message.js';
import { preferencesOf } from '../preferences/preferences.js';
import { compose } from './compose.js';
import { type Letter, letters, letterWrite } from './letter.js';

const payload = z.object({ prefix: z.string() });
const needs = ['store', 'people', 'mail', 'clock'] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;

const mostAttempts = 5;
const atOnce = 4;

/**
 * Sends the letters below a prefix. What the server defers is tried again with the job; what it refuses for good (5xx) has
 * bounced. A letter that was sent just before a crash may be sent twice, with the same `Message-ID`.
 */
export const sendLetters: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.send-letters',
  description: 'Sends letters to the mail server.',
  needs,
  payload,
  queue: 'notify',
  attempts: mostAttempts,
  async run({ prefix }, services, { attempt, signal }) {
    const { store } = services;
    let deferred = 0;
    for await (const page of keyPages((wanted) => store.list(letters, { ...wanted, prefix }))) {
      const waiting = page
        .map(({ key, value }) => ({ key, letter: value as Letter }))
        .filter(({ letter }) => letter.state === 'PENDING');
      for (let from = 0; from < waiting.length; from += atOnce) {
        signal.throwIfAborted();
        const ends = waiting.slice(from, from + atOnce).map((each) => sendOne(each, attempt, services));
        deferred += (await Promise.all(ends)).filter((state) => state === 'PENDING').length;
      }
    }
    if (deferred > 0) throw new AppError('UNAVAILABLE', { thing: 'The mail server' });
  },
});

/** How it stands afterwards. */
async function sendOne(
  { key, letter }: { key: string; letter: Letter },
  attempt: number,
  services: Services,
): Promise<Letter['state']> {
  const { store, clock } = services;
  const outcome = await attemptOne(key, letter, services);
  const state = {
    ACCEPTED: 'SENT',
    BOUNCED: 'BOUNCED',
    GONE: 'FAILED',
    DEFERRED: attempt < mostAttempts ? 'PENDING' : 'FAILED',
  }[outcome.state] as Letter['state'];
  const changedAt = clock.now().toISOString();
  const { code, reason } = outcome;
  const [attempts, revision] = [letter.attempts + 1, letter.revision + 1];
  const endedAt = state === 'PENDING' ? null : changedAt;
  const next = { ...letter, state, attempts, code, reason, changedAt, lost: 0, endedAt, revision };
  await store.change([letterWrite(key, next)]);
  return state;
}

type Attempt = {
  state: 'ACCEPTED' | 'BOUNCED' | 'DEFERRED' | 'GONE';
  code: number | null;
  reason: string | null;
};

async function attemptOne(key: string, letter: Letter, { store, people, mail }: Services): Promise<Attempt> {
  const gone = (reason: string): Attempt => ({ state: 'GONE', code: null, reason });
  const [person] = await people.find([letter.recipient]);
  if (!person?.email) return gone('the recipient is not there any more');
  const told = await toldOf(letter, { store, people });
  if (told.length === 0) return gone('what it was about is not there any more');
  const [wanted] = await preferencesOf(store, [letter.recipient]);
  try {
    return await mail.send({ to: person.email, key, ...compose(told, wanted?.locale ?? null) });
  } catch (error) {
    if (error instanceof AppError && !error.retryable) return gone(error.message);
    return { state: 'DEFERRED', code: null, reason: 'the mail server was not asked' };
  }
}

/** The messages that the recipient may read now. */
async function toldOf(
  { recipient, notificationIds }: Letter,
  { store, people }: Pick<Services, 'store' | 'people'>,
): Promise<Message[]> {
  const told: Message[] = [];
  for (const id of notificationIds) {
    const message = await readMessage(store, id);
    if (!message || message.state === 'CANCELLED') continue;
    const { documentId } = message;
    if (documentId && (await people.readers(documentId, [recipient])).length === 0) continue;
    told.push(message);
  }
  return told;
}
