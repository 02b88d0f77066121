import { describePlugin } from 'tributary/testkit';

const url = 'https://93.184.216.34/hook';

describePlugin(import.meta.url, {
  // A webhook and a notification of its own, for the page names those of the operations above.
  variables: async ({ host, document }) => {
    type Made = {
      createWebhook: { webhook: { id: string } };
      notify: { notification: { id: string } };
    };
    const news = { to: ['tenant'], topic: 'news.release', title: 'News' };
    const { createWebhook, notify } = await host.query<Made>(
      `mutation ($webhook: CreateWebhookInput!, $news: NotifyInput!) {
        createWebhook(input: $webhook) { ... on WebhookSecretPayload { webhook { id } } }
        notify(input: $news) { ... on NotifyPayload { notification { id } } } }`,
      { webhook: { url, topics: ['other'] }, news },
    );
    return {
      news,
      id: notify.notification.id,
      preferences: { timeZone: 'Europe/Berlin', digest: 'DAILY' },
      template: { name: 'due', title: 'Due {{day}}', body: 'Pay.' },
      due: { ...news, template: 'due', values: { day: 'today' }, documentId: document.id },
      webhook: { url, topics: ['document.*'] },
      webhookId: createWebhook.webhook.id,
    };
  },
});
