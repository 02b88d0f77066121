import type { Granted } from 'tributary/sdk';
import { changeWebhook, type Webhook } from './webhook.js';

type Services = Granted<'store' | 'events' | 'clock'>;

export async function noteSuccess(
  id: string,
  { failures }: Webhook,
  { store }: Pick<Services, 'store'>,
): Promise<void> {
  if (failures === 0) return;
  await changeWebhook(
    id,
    store,
    (now) => (now.failures === 0 ? null : { failures: 0 }),
    (items) => store.change(items),
  );
}

/** Counts the failure; one too many in a row, or a receiver that is gone, switches the webhook off, which is an event. */
export async function noteFailure(
  id: string,
  { most, isGone }: { most: number; isGone: boolean },
  { store, events, clock }: Services,
): Promise<void> {
  const at = clock.now().toISOString();
  let failures = 0;
  let isOff = false;
  await changeWebhook(
    id,
    store,
    (now) => {
      if (now.state === 'DISABLED') return null;
      failures = now.failures + 1;
      isOff = isGone || failures >= most;
      const disabledReason = isGone
        ? 'Its receiver says that it is gone (410).'
        : `It failed ${failures} ${failures === 1 ? 'time' : 'times in a row'}.`;
      const off = { state: 'DISABLED', disabledReason, updatedAt: at } as const;
      return { failures, ...(isOff ? off : {}) };
    },
    (items) =>
      isOff
        ? events.publish('notifications.failed', { webhookId: id, failures }, items)
        : store.change(items),
  );
}
