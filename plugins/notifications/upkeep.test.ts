import { createTestHost, type TestHost } from 'tributary/testkit';
import { v7 as newId } from 'uuid';
import { type MailServer, startMailServer } from '../../testkit/mail-server.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../testkit/webhook-receiver.js';

/*
 * What loses its job is taken up or given up with a reason, and what is old is forgotten. Jobs are lost here as they are
 * in life: they fail until they are dead.
 */

let server: MailServer;
let receiver: WebhookReceiver;
let host: TestHost;
beforeAll(async () => {
  server = await startMailServer();
  receiver = await startWebhookReceiver();
  host = await createTestHost(new URL('./plugin.json', import.meta.url).href, {
    environment: {
      EGRESS_ALLOW: receiver.host,
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      SMTP_FROM: 'mail@product.example',
    },
  });
});
afterAll(async () => {
  await host?.close();
  await receiver?.close();
  await server?.close();
});

const minuteMs = 60_000;
const dayMs = 86_400_000;

interface Sent {
  id: string;
  state: string;
  reason: string | null;
  reached: number;
}
async function notify(input: object = {}): Promise<string> {
  const asked = { to: ['tenant'], topic: 'news.release', title: 'A title', ...input };
  const { notify: it } = await host.query<{ notify: { notification: Sent } }>(
    'mutation ($input: NotifyInput!) { notify(input: $input) { ... on NotifyPayload { notification { id } } } }',
    { input: asked },
  );
  await host.settled();
  return it.notification.id;
}
const sent = async (id: string) =>
  (
    await host.query<{ sentNotification: Sent | null }>(
      'query ($id: ID!) { sentNotification(id: $id) { id state reason reached } }',
      { id },
    )
  ).sentNotification;
const titles = async () =>
  (
    await host.query<{ notifications: { nodes: { title: string }[] } }>(
      '{ notifications(first: 100) { nodes { title } } }',
    )
  ).notifications.nodes.map(({ title }) => title);
const letters = async () =>
  (
    await host.query<{ notificationLetters: { nodes: { state: string; reason: string | null }[] } }>(
      '{ notificationLetters(first: 100) { nodes { state reason } } }',
    )
  ).notificationLetters.nodes;
interface Delivery {
  id: string;
  state: string;
  reason: string | null;
}
const deliveries = async (webhookId: string) =>
  (
    await host.query<{ webhookDeliveries: { nodes: Delivery[] } }>(
      'query ($id: ID!) { webhookDeliveries(webhookId: $id) { nodes { id state reason } } }',
      { id: webhookId },
    )
  ).webhookDeliveries.nodes;
async function makeWebhook(topic: string): Promise<string> {
  const { createWebhook } = await host.query<{ createWebhook: { webhook: { id: string } } }>(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
      ... on WebhookSecretPayload { webhook { id } } } }`,
    { input: { url: receiver.url, topics: [topic] } },
  );
  return createWebhook.webhook.id;
}
const replay = async (id: string) => {
  await host.query('mutation ($id: ID!) { replayWebhookDelivery(input: { id: $id }) { __typename } }', {
    id,
  });
  await host.settled();
};

/** Time goes by, and what comes round does. */
async function later(ms: number): Promise<void> {
  host.clock.advance(ms);
  await host.turn();
}
/** While it runs, jobs get no answer from this part of the platform; who asks the graph does. */
async function without(part: 'members' | 'find' | 'fetch', work: () => Promise<void>): Promise<void> {
  const parts = [host.assembly.serviceParts, host.assembly.runnerParts];
  const before = parts.map(({ http, ports }) => ({ http, ports }));
  const broken = () => Promise.reject(new RangeError(`${part} is broken`));
  for (const each of parts) {
    const { people } = each.ports;
    const withoutIt = {
      find: (...of: Parameters<typeof people.find>) =>
        part === 'find' && of[1].length > 0 && of[0].actor.startsWith('plugin:')
          ? broken()
          : people.find(...of),
      members: (...of: Parameters<typeof people.members>) =>
        part === 'members' ? broken() : people.members(...of),
      count: people.count.bind(people),
      groups: people.groups.bind(people),
    };
    Object.assign(each, {
      ports: { ...each.ports, people: withoutIt },
      ...(part === 'fetch' && { http: { ...each.http, fetch: broken } }),
    });
  }
  try {
    await work();
  } finally {
    for (const [at, each] of parts.entries()) Object.assign(each, before[at]);
  }
}
/** As long as the silence of each time that it is taken up. */
const silences = [16, 31, 61, 121].map((minutes) => minutes * minuteMs);

test('a notification whose job died is brought out later, or fails and says why', async () => {
  let id = '';
  await without('members', async () => {
    id = await notify({ title: 'Late' });
    expect(await sent(id)).toMatchObject({ state: 'SENDING', reached: 0 });
    await later(6 * minuteMs);
    expect(await sent(id)).toMatchObject({ state: 'SENDING' });
  });
  await later(16 * minuteMs);
  expect(await sent(id)).toMatchObject({ state: 'SENT', reason: null, reached: 1 });
  expect((await titles()).filter((title) => title === 'Late')).toHaveLength(1);
  await without('members', async () => {
    id = await notify({ title: 'Never' });
    for (const silence of silences) {
      expect(await sent(id)).toMatchObject({ state: 'SENDING' });
      await later(silence);
    }
  });
  expect(await sent(id)).toMatchObject({ state: 'FAILED', reason: expect.stringContaining('job was lost') });
  await later(dayMs);
  expect(await titles()).not.toContain('Never');
});

test('a delivery, also a replayed one, whose job died is made later, or is dead and says why', async () => {
  const webhook = await makeWebhook('orders.*');
  await without('fetch', async () => void (await notify({ topic: 'orders.new' })));
  expect(await deliveries(webhook)).toMatchObject([{ state: 'PENDING' }]);
  await later(16 * minuteMs);
  expect(await deliveries(webhook)).toMatchObject([{ state: 'SUCCEEDED' }]);
  const [first] = await deliveries(webhook);
  await without('fetch', () => replay(first?.id ?? ''));
  expect(await deliveries(webhook)).toMatchObject([{ state: 'PENDING' }]);
  receiver.calls.length = 0;
  await later(16 * minuteMs);
  expect(receiver.calls).toHaveLength(1);
  expect(await deliveries(webhook)).toMatchObject([{ state: 'SUCCEEDED' }]);
  await without('fetch', async () => {
    await replay(first?.id ?? '');
    for (const silence of silences) await later(silence);
  });
  expect(await deliveries(webhook)).toMatchObject([
    { state: 'DEAD', reason: expect.stringContaining('job was lost') },
  ]);
  await replay(first?.id ?? '');
  expect(await deliveries(webhook)).toMatchObject([{ state: 'SUCCEEDED', reason: null }]);
});

test('a letter whose job died is sent later, or fails and says why', async () => {
  const before = server.received.length;
  await without('find', async () => void (await notify({ to: ['role:admin'], title: 'Post', urgent: true })));
  expect(await letters()).toMatchObject([{ state: 'PENDING' }]);
  await later(16 * minuteMs);
  expect(await letters()).toMatchObject([{ state: 'SENT' }]);
  expect(server.received).toHaveLength(before + 1);
  await without('find', async () => {
    await notify({ to: ['role:admin'], title: 'No post', urgent: true });
    for (const silence of silences) await later(silence);
  });
  expect(await letters()).toMatchObject([
    { state: 'FAILED', reason: expect.stringContaining('job was lost') },
    { state: 'SENT' },
  ]);
  expect(server.received).toHaveLength(before + 1);
});

test('what is old is forgotten: read before unread, letters and deliveries before both, and its key is free', async () => {
  const webhook = await makeWebhook('old.*');
  const key = newId();
  const read = await notify({ title: 'Read', topic: 'old.read', idempotencyKey: key, urgent: true });
  const unread = await notify({ title: 'Unread', topic: 'old.unread' });
  await host.query('mutation ($ids: [ID!]) { markNotificationsRead(input: { ids: $ids }) { __typename } }', {
    ids: [read],
  });
  expect(await deliveries(webhook)).toHaveLength(2);
  expect((await letters()).length).toBeGreaterThan(0);
  // The clock of the test is some days ahead of the ids.
  await later(26 * dayMs);
  expect(await deliveries(webhook)).toHaveLength(2);
  await later(6 * dayMs);
  expect([await deliveries(webhook), await letters()]).toEqual([[], []]);
  expect(await titles()).toEqual(expect.arrayContaining(['Read', 'Unread']));
  await later(60 * dayMs);
  expect(await titles()).toContain('Unread');
  expect(await titles()).not.toContain('Read');
  expect([await sent(read), (await sent(unread))?.state]).toEqual([null, 'SENT']);
  // It is another one now.
  const again = await notify({ title: 'Read', topic: 'old.read', idempotencyKey: key });
  expect(again).not.toBe(read);
  await later(400 * dayMs);
  expect(await titles()).toEqual([]);
  expect(await kept()).toEqual([
    { collection: 'upkeep', count: 1 },
    { collection: 'webhooks', count: 2 },
  ]);
});

/** How much of what the plugin keeps is left, by collection. */
const kept = () =>
  host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query(
      `select collection, count(*)::int as count from platform.plugin_store where plugin = 'notifications'
        group by collection order by collection`,
    ),
  );
