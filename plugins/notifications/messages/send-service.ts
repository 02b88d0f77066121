import { defineService, parseInput, type ServiceOf, z } from 'tributary/sdk';

import { keepUp } from '../upkeep/upkeep.js';
import { acceptMessage, acceptNeeds } from './accept-message.js';
import { newMessage } from './message.js';

/** Notifications for other plugins, by the rights of whoever calls them; that they may is in their manifest. */
export const send = defineService({
  id: 'notifications.send',
  description: 'Sends a notification to people, as they want to get it, and to webhooks of its topic.',
  needs: [...acceptNeeds, 'schedules'],
  methods: {
    send: {
      input: z.object({
        to: z.array(z.string()).describe('`user:<id>`, `group:<id>`, `role:<role>` or `tenant`.'),
        topic: z.string().describe('Such as `automation.workflow`.'),
        template: z
          .string()
          .optional()
          .describe('The name of a template; without one of it the text is sent.'),
        title: z.string(),
        body: z.string(),
        link: z.string().nullish(),
        values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        documentId: z.uuid().nullish().describe('Only who may read it gets the notification.'),
        key: z.string().describe('The same key of the same topic is sent once.'),
        urgent: z.boolean().optional().describe('Waits for no end of quiet hours and no digest.'),
      }),
      output: z.object({ notificationId: z.uuid() }),
    },
  },
  serve: {
    async send(input, services) {
      await keepUp(services.schedules);
      const { id } = await acceptMessage(services, parseInput(newMessage, input));
      return { notificationId: id };
    },
  },
});

declare module 'tributary/sdk' {
  interface ProvidedServices {
    'notifications.send': ServiceOf<typeof send>;
  }
}
