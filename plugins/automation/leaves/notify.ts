import { z } from 'tributary/sdk';
import { keyOf, type LeafKind, noLook, readInput } from './leaf-kind.js';

const input = z.object({
  to: z.array(z.string().min(1)).min(1),
  title: z.string().min(1),
  body: z.string(),
  topic: z.string(),
  template: z.string().optional(),
  link: z.string().nullish(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  document: z.uuid().nullish(),
  urgent: z.boolean(),
});

/** A notification; the same run and step is the same notification. */
export const notifyKind: LeafKind<'notify'> = {
  type: 'notify',
  template: ({ to, title, body, topic, template, link, values, document, urgent }) => ({
    to,
    title,
    body,
    topic,
    urgent,
    ...(template && { template }),
    ...(link && { link }),
    ...(values && { values }),
    ...(document && { document }),
  }),
  isRepeatable: () => true,
  mayRetry: () => true,
  async perform(given, services, call) {
    const { link, document, ...asked } = readInput(input, given, call.path);
    const { notificationId } = await services['notifications.send'].send({
      ...asked,
      link: link ?? null,
      documentId: document ?? null,
      key: keyOf(call),
    });
    return { state: 'DONE', output: { notificationId } };
  },
  look: noLook,
};
