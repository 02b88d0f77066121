import type { Granted } from 'tributary/sdk';
import { acceptMessage } from '../messages/accept-message.js';
import { changeWebhook, type Webhook } from './webhook.js';

type Services = Granted<'store' | 'events' | 'people' | 'works' | 'clock'>;

export async function noteSuccess(id: string, { failures }: Webhook, { store }: Services): Promise<void> {
  if (failures === 0) return;
  await changeWebhook(
    id,
    store,
    (now) => (now.failures === 0 ? null : { failures: 0 }),
    (items) => store.change(items),
  );
}

/** Counts the failure; one too many in a row switches the webhook off, and the administrators are told. */
export async function noteFailure(id: string, most: number, services: Services): Promise<void> {
  const { store, events, clock } = services;
  const at = clock.now().toISOString();
  const isOff = (failures: number) => failures >= most;
  let failures = 0;
  const changed = await changeWebhook(
    id,
    store,
    (now) => {
      if (now.state === 'DISABLED') return null;
      failures = now.failures + 1;
      const reason = `It failed ${failures} times in a row.`;
      const off = { state: 'DISABLED', disabledReason: reason, updatedAt: at } as const;
      return { failures, ...(isOff(failures) ? off : {}) };
    },
    (items) =>
      isOff(failures)
        ? events.publish('notifications.failed', { webhookId: id, failures }, items)
        : store.change(items),
  );
  if (changed.state !== 'DISABLED') return;
  await acceptMessage(services, {
    to: ['role:admin'],
    topic: 'notifications.webhook-disabled',
    title: 'A webhook was switched off',
    body: `The webhook ${changed.description ?? id} failed ${changed.failures} times in a row. Its deliveries can be replayed when the receiver answers again and the webhook is switched on.`,
    key: `${id} ${changed.revision}`,
    urgent: true,
  });
}
