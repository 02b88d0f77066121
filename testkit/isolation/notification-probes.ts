import type { Caller } from '../caller.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

/** How notifications, what they were sent with, and webhooks are tried. */
export const notificationProbes: PluginProbes = {
  probes: {
    'Mutation.cancelNotification(input.id)': change(
      'notification',
      'cancelNotification',
      'CancelNotificationInput',
      (id) => ({ id }),
    ),
    'Mutation.deleteWebhook(input.id)': change('webhook', 'deleteWebhook', 'DeleteWebhookInput', (id) => ({
      id,
    })),
    'Mutation.markNotificationsRead(input.ids)': ask(
      'notification',
      `mutation P($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { __typename
        ... on MarkNotificationsReadPayload { changed } ... on Failure { code message } } }`,
      (id) => ({ input: { ids: [id] } }),
    ),
    'Mutation.notify(input.documentId)': change('document', 'notify', 'NotifyInput', (documentId) => ({
      to: ['role:admin'],
      topic: 'probe',
      title: 'A probe',
      documentId,
    })),
    'Mutation.replayWebhookDelivery(input.id)': change(
      'delivery',
      'replayWebhookDelivery',
      'ReplayWebhookDeliveryInput',
      (id) => ({ id }),
    ),
    'Mutation.rotateWebhookSecret(input.id)': change(
      'webhook',
      'rotateWebhookSecret',
      'RotateWebhookSecretInput',
      (id) => ({ id }),
    ),
    'Mutation.updateWebhook(input.id)': change('webhook', 'updateWebhook', 'UpdateWebhookInput', (id) => ({
      id,
      description: 'probe',
    })),
    'Query.sentNotification(id)': ask(
      'notification',
      'query P($id: ID!) { sentNotification(id: $id) { id title recipients by } }',
    ),
    'Query.webhook(id)': ask('webhook', 'query P($id: ID!) { webhook(id: $id) { id url description } }'),
    'Query.webhookDeliveries(webhookId)': ask(
      'webhook',
      'query P($id: ID!) { webhookDeliveries(webhookId: $id) { totalCount nodes { id eventId topic } } }',
    ),
    'Subscription.notificationProgress(id)': ask(
      'notification',
      'subscription P($id: ID!) { notificationProgress(id: $id) { id title reached } }',
    ),
  },
  lists: {
    notifications: '{ notifications(first: 100) { totalCount nodes { id title body link } } }',
    unreadNotifications: '{ unreadNotifications }',
    notificationPreferences: '{ notificationPreferences { timeZone topics { topic } } }',
    notificationLetters: '{ notificationLetters(first: 100) { totalCount nodes { id recipient reason } } }',
    notificationTemplates:
      '{ notificationTemplates(first: 100) { totalCount nodes { name texts { title body } } } }',
    webhooks: '{ webhooks(first: 100) { totalCount nodes { id url description topics } } }',
    webhookTopics: '{ webhookTopics }',
  },
  // What comes for the reader, live: nothing is sent to anybody meanwhile.
  finds: { notificationReceived: 'subscription P { notificationReceived { id title } }' },
  noIds: ['Mutation.notify(input.values)'],
};

/** A notification to the caller itself, with the word in it. */
export async function tellOneself(caller: Caller, word: string): Promise<string> {
  const { me } = await caller.data('{ me { actor } }', {});
  const input = { to: [me.actor], topic: 'probe', title: `What ${word} did`, body: `It was ${word}.` };
  const payload = '... on NotifyPayload { notification { id } }';
  return (await caller.change('notify', 'NotifyInput', input, payload)).notification.id;
}

/** A webhook and what was to be told to it; its receiver answers nobody here. */
export async function makeWebhook(caller: Caller, word: string) {
  const input = { url: 'https://93.184.216.34/', topics: ['probe'], description: `What ${word} wants` };
  const payload = '... on WebhookSecretPayload { webhook { id } }';
  const { webhook } = await caller.change('createWebhook', 'CreateWebhookInput', input, payload);
  const notification = await tellOneself(caller, word);
  return { webhook: webhook.id as string, delivery: `${webhook.id}.${notification}` };
}
