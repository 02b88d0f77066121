import { defineJob, type JobDefinition, z } from 'tributary/sdk';
import { acceptMessage, acceptNeeds } from '../messages/accept-message.js';
import { readWebhook } from './webhook.js';

const payload = z.object({ webhookId: z.uuid(), failures: z.int() });

/** Tells the administrators, once, also when whoever switched it off has ended before. */
export const tellSwitchedOff: JobDefinition<typeof payload, (typeof acceptNeeds)[number]> = defineJob({
  id: 'notifications.tell-switched-off',
  description: 'Tells the administrators that a webhook was switched off.',
  needs: acceptNeeds,
  payload,
  on: ['notifications.failed'],
  async run({ webhookId }, services, { event }) {
    const webhook = await readWebhook(services.store, webhookId);
    if (!webhook || !event) return;
    const { description, url, disabledReason } = webhook;
    await acceptMessage(services, {
      to: ['role:admin'],
      topic: 'notifications.webhook-disabled',
      title: 'A webhook was switched off',
      body: `${description ?? new URL(url).host}: ${disabledReason ?? 'It was switched on again since.'} Its deliveries can be replayed when the receiver answers again and the webhook is switched on.`,
      key: event.id,
      urgent: true,
    });
  },
});
