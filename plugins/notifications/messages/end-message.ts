import { AppError, type Granted } from 'tributary/sdk';
import { type Message, messageWrite, readMessage } from './message.js';

const mostTries = 20;

/** Says that it has reached all, or stops it where it is, and why. Errors: `NOT_FOUND`, `CONFLICT` (it is over). */
export async function endMessage(
  { store, events }: Granted<'store' | 'events'>,
  id: string,
  state: 'SENT' | 'CANCELLED' | 'FAILED',
  reason: string | null = null,
): Promise<Message> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = await readMessage(store, id);
    if (!now) throw new AppError('NOT_FOUND', { thing: 'The notification' });
    if (now.state !== 'SENDING')
      throw new AppError('CONFLICT', { reason: `The notification is ${now.state}` });
    const next = { ...now, state, reason, revision: now.revision + 1 };
    if (await events.publish('notifications.ended', { notificationId: id }, [messageWrite(id, next)]))
      return next;
  }
  throw new AppError('CONFLICT', { reason: 'The notification is being sent; try again' });
}
