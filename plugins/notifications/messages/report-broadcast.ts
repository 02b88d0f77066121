import type { WorksService } from 'tributary/sdk';
import type { Message } from './message.js';

/** The kind of long work that a notification to many is. */
export const broadcastKind = 'notifications.broadcast';

const states = { SENDING: 'RUNNING', SENT: 'FINISHED', CANCELLED: 'CANCELLED', FAILED: 'FAILED' } as const;

/**
 * Tells how far a notification to many has come beside all other long work. Its job tells it again whenever it begins, so
 * that what a crash kept from being told is told then.
 */
export async function reportBroadcast(works: WorksService, workId: string, message: Message): Promise<void> {
  const { isWork, topic, to, total, reached, state, reason } = message;
  if (!isWork) return;
  await works.report({
    work: broadcastKind,
    workId,
    state: states[state],
    total: Math.max(total, reached),
    done: reached,
    error: reason === null ? null : { code: 'UNAVAILABLE', message: reason },
    payload: { topic, to },
    estimate: { items: total, costUsd: '0' },
  });
}
