import { createHmac } from 'node:crypto';
import { verifyWebhook } from 'tributary/sdk';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { startWebhookReceiver, type WebhookReceiver } from '../../testkit/webhook-receiver.js';

/* Webhooks against a real receiver; a job that has to wait runs at once here, so five attempts take no minutes. */

let receiver: WebhookReceiver;
let host: TestHost;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  host = await createTestHost(new URL('./plugin.json', import.meta.url).href, {
    environment: { EGRESS_ALLOW: receiver.host },
  });
});
afterAll(async () => {
  await host?.close();
  await receiver?.close();
});
beforeEach(() => {
  receiver.calls.length = 0;
  receiver.answers(204);
});

interface Attempt {
  status: number | null;
  error: string | null;
  durationMs: number;
}
interface Delivery {
  id: string;
  eventId: string;
  topic: string;
  state: string;
  reason: string | null;
  tries: number;
  attempts: Attempt[];
}
interface Outcome {
  code?: string;
  secret?: string;
  previousExpiresAt?: string | null;
  webhook?: { id: string; state: string; failures: number; disabledReason: string | null; secrets: object[] };
  delivery?: Delivery;
  notification?: { id: string };
}
const webhookFields = 'id url state failures disabledReason secrets { createdAt expiresAt }';
const deliveryFields = 'id eventId topic state reason tries attempts { status error durationMs }';
const selections: Record<string, string> = {
  createWebhook: `... on WebhookSecretPayload { secret webhook { ${webhookFields} } }`,
  rotateWebhookSecret: `... on WebhookSecretPayload { secret previousExpiresAt webhook { ${webhookFields} } }`,
  updateWebhook: `... on WebhookPayload { webhook { ${webhookFields} } }`,
  deleteWebhook: '... on DeleteWebhookPayload { id }',
  replayWebhookDelivery: `... on WebhookDeliveryPayload { delivery { ${deliveryFields} } }`,
  notify: '... on NotifyPayload { notification { id } }',
};
async function change(field: string, input: object): Promise<Outcome> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { it: ${field}(input: $input) { ${selections[field]} ... on Failure { code } } }`;
  const { it } = await host.query<{ it: Outcome }>(source, { input });
  await host.settled();
  return it;
}
const made = async (topics: string[]) => {
  const { webhook, secret } = await change('createWebhook', { url: receiver.url, topics });
  return { id: webhook?.id ?? '', secret: secret ?? '' };
};
const notify = (topic: string, more: object = {}) =>
  change('notify', { to: ['role:admin'], topic, title: 'A title', body: 'A body', ...more });
const webhook = async (id: string) =>
  (
    await host.query<{ webhook: Outcome['webhook'] }>(
      `query ($id: ID!) { webhook(id: $id) { ${webhookFields} } }`,
      { id },
    )
  ).webhook;
const deliveries = async (id: string, state: string | null = null) =>
  (
    await host.query<{ webhookDeliveries: { totalCount: number; nodes: Delivery[] } }>(
      `query ($id: ID!, $state: WebhookDeliveryState) {
        webhookDeliveries(webhookId: $id, state: $state) { totalCount nodes { ${deliveryFields} } } }`,
      { id, state },
    )
  ).webhookDeliveries;

test('a domain event reaches who asked for it: signed, with its id, without text of the document', async () => {
  const { id, secret } = await made(['document.processed']);
  const document = await host.addDocument('The ferry crosses the lake at noon.');
  expect(receiver.calls).toHaveLength(1);
  const [call] = receiver.calls;
  const verified = await verifyWebhook(call!, [secret]);
  // As any other receiver computes it (Standard Webhooks).
  const signed = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${call!.headers['webhook-id']}.${call!.headers['webhook-timestamp']}.${call!.body}`)
    .digest('base64');
  expect(call!.headers['webhook-signature']).toBe(`v1,${signed}`);
  const body = JSON.parse(call!.body) as { type: string; data: { documentId: string } };
  expect(body).toMatchObject({
    type: 'document.processed',
    data: { documentId: document.id, status: 'READY' },
  });
  expect(call!.body).not.toContain('ferry');
  const { nodes } = await deliveries(id);
  expect(nodes).toMatchObject([
    {
      eventId: verified.id,
      topic: 'document.processed',
      state: 'SUCCEEDED',
      tries: 1,
      attempts: [{ status: 204 }],
    },
  ]);
  expect(nodes[0]!.attempts[0]!.durationMs).toBeGreaterThanOrEqual(0);
  await change('deleteWebhook', { id });
  await host.addDocument('Another ferry.');
  expect(receiver.calls).toHaveLength(1);
});

test('that a document was deleted is told by its id, when nobody can read it any more', async () => {
  const { id } = await made(['document.deleted']);
  const document = await host.addDocument('The ferry has sunk.');
  await host.query('mutation ($id: ID!) { deleteDocument(input: { documentId: $id }) { __typename } }', {
    id: document.id,
  });
  await host.settled();
  expect(receiver.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'document.deleted', data: { documentId: document.id } },
  ]);
  await change('deleteWebhook', { id });
});

test('what fails is tried five times with the same id and body, then lies dead until it is replayed', async () => {
  const { id, secret } = await made(['news.*']);
  receiver.answers(503);
  await notify('news.release');
  expect(receiver.calls).toHaveLength(5);
  const ids = new Set(receiver.calls.map(({ headers }) => headers['webhook-id']));
  const bodies = new Set(receiver.calls.map(({ body }) => body));
  expect([ids.size, bodies.size]).toEqual([1, 1]);
  const dead = await deliveries(id, 'DEAD');
  expect(dead).toMatchObject({ totalCount: 1, nodes: [{ tries: 5, reason: 'HTTP 503' }] });
  receiver.answers(200);
  const replayed = await change('replayWebhookDelivery', { id: dead.nodes[0]!.id });
  expect(replayed.delivery).toMatchObject({ state: 'PENDING' });
  expect(receiver.calls).toHaveLength(6);
  expect((await verifyWebhook(receiver.calls[5]!, [secret])).id).toBe([...ids][0]);
  expect((await deliveries(id)).nodes).toMatchObject([{ state: 'SUCCEEDED', tries: 6 }]);
  expect(await webhook(id)).toMatchObject({ state: 'ACTIVE', failures: 0 });
  await change('deleteWebhook', { id });
});

test('each wait is five times the one before, half of it by chance', async () => {
  const webhooks = [await made(['news.*']), await made(['news.*'])];
  const waits = new Map<string, number[]>();
  const look = async () => {
    for (const { id } of webhooks) {
      const { webhookDeliveries } = await host.query<{
        webhookDeliveries: { nodes: { nextAt: string | null; tries: number }[] };
      }>(
        'query ($id: ID!) { webhookDeliveries(webhookId: $id, state: RETRYING) { nodes { nextAt tries } } }',
        { id },
      );
      for (const { nextAt, tries } of webhookDeliveries.nodes) {
        const seen = waits.get(id) ?? [];
        seen[tries - 1] = (Date.parse(nextAt ?? '') - host.clock.now().getTime()) / 1000;
        waits.set(id, seen);
      }
    }
  };
  receiver.answers((response) => void look().finally(() => response.writeHead(503).end()));
  await notify('news.release');
  const [one = [], other = []] = webhooks.map(({ id }) => waits.get(id));
  for (const seen of [one, other]) {
    expect(seen).toHaveLength(4);
    for (const [at, wait] of seen.entries()) {
      expect(wait).toBeGreaterThanOrEqual(5 ** (at + 1) / 2);
      expect(wait).toBeLessThanOrEqual(5 ** (at + 1));
    }
  }
  expect(one).not.toEqual(other);
  for (const { id } of webhooks) await change('deleteWebhook', { id });
});

test('while a secret is replaced both sign, and afterwards the new one alone', async () => {
  const { id, secret: old } = await made(['news.*']);
  const { secret: fresh = '', webhook: now } = await change('rotateWebhookSecret', { id, overlapHours: 1 });
  expect(now?.secrets).toHaveLength(2);
  await notify('news.one');
  const [call] = receiver.calls;
  expect(call!.headers['webhook-signature']?.toString().split(' ')).toHaveLength(2);
  for (const secret of [old, fresh]) await verifyWebhook(call!, [secret]);
  const { secret: third = '', webhook: then } = await change('rotateWebhookSecret', { id, overlapHours: 0 });
  expect(then?.secrets).toHaveLength(1);
  await notify('news.two');
  const last = receiver.calls.at(-1)!;
  await verifyWebhook(last, [third]);
  for (const secret of [old, fresh])
    await expect(verifyWebhook(last, [secret])).rejects.toMatchObject({ code: 'WEBHOOK_INVALID' });
  await change('deleteWebhook', { id });
});

test('who fails too often is switched off, and the administrators are told', async () => {
  const { id } = await made(['news.*']);
  await host.query(
    `mutation ($input: SetPluginSettingsInput!) { setPluginSettings(input: $input) { __typename } }`,
    { input: { plugin: 'notifications', settings: { webhookMostFailures: 3 } } },
  );
  receiver.answers((response) => response.destroy());
  await notify('news.release');
  expect(receiver.calls).toHaveLength(3);
  expect(await webhook(id)).toMatchObject({
    state: 'DISABLED',
    failures: 3,
    disabledReason: 'It failed 3 times in a row.',
  });
  expect((await deliveries(id)).nodes).toMatchObject([{ state: 'DEAD', reason: 'DISABLED', tries: 3 }]);
  const { notifications } = await host.query<{
    notifications: { nodes: { title: string; urgent: boolean }[] };
  }>('{ notifications(filter: { topic: "notifications.webhook-disabled" }) { nodes { title urgent } } }');
  expect(notifications.nodes).toEqual([{ title: 'A webhook was switched off', urgent: true }]);
  await notify('news.later');
  expect(receiver.calls).toHaveLength(3);
  const dead = (await deliveries(id)).nodes[0]!.id;
  expect(await change('replayWebhookDelivery', { id: dead })).toEqual({ code: 'CONFLICT' });
  receiver.answers(204);
  expect((await change('updateWebhook', { id, enabled: true })).webhook).toMatchObject({ failures: 0 });
  await change('replayWebhookDelivery', { id: dead });
  expect((await deliveries(id)).nodes).toMatchObject([{ state: 'SUCCEEDED', tries: 4 }]);
  await change('deleteWebhook', { id });
});

test('a receiver that says it is gone is asked no more', async () => {
  const { id } = await made(['news.*']);
  receiver.answers(410);
  await notify('news.release');
  expect(receiver.calls).toHaveLength(1);
  expect(await webhook(id)).toMatchObject({
    state: 'DISABLED',
    disabledReason: 'Its receiver says that it is gone (410).',
  });
  await change('deleteWebhook', { id });
});

test('what not everybody may read is told of only where who made the webhook may read it', async () => {
  const { id } = await made(['document.processed']);
  const { createGroup } = await host.query<{ createGroup: { group: { id: string } } }>(
    'mutation { createGroup(input: { name: "board" }) { ... on CreateGroupPayload { group { id } } } }',
  );
  const director = await host.query<{ createKey: { key: string } }>(
    `mutation ($groups: [ID!]) { createKey(input: { name: "d", roles: [MEMBER], groups: $groups }) { ... on CreateKeyPayload { key } } }`,
    { groups: [createGroup.group.id] },
  );
  const response = await fetch(new URL('/graphql', host.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${director.createKey.key}` },
    body: JSON.stringify({
      query: `mutation ($groups: [ID!]) { addText(input: { name: "m.txt", text: "The merger.", groups: $groups }) { __typename } }`,
      variables: { groups: [createGroup.group.id] },
    }),
  });
  expect(await response.json()).toEqual({ data: { addText: { __typename: 'DocumentPayload' } } });
  await host.settled();
  expect(receiver.calls).toHaveLength(0);
  await change('deleteWebhook', { id });
});

test.each([
  ['a topic that is none', { url: 'https://example.com/', topics: ['Document!'] }, 'BAD_USER_INPUT'],
  ['no topic', { url: 'https://example.com/', topics: [] }, 'BAD_USER_INPUT'],
  ['an address of this machine', { url: 'http://127.0.0.1:9/', topics: ['*'] }, 'SSRF_BLOCKED'],
])('%s is refused', async (_what, input, code) => {
  expect(await change('createWebhook', input)).toEqual({ code });
});

test('another tenant sees no webhook and no delivery', async () => {
  const { id } = await made(['news.*']);
  await notify('news.release');
  const stranger = await host.tenant();
  const seen = await stranger.query(
    `query ($id: ID!) { webhook(id: $id) { id } webhooks { totalCount } webhookDeliveries(webhookId: $id) { totalCount } }`,
    { id },
  );
  expect(seen).toEqual({ webhook: null, webhooks: { totalCount: 0 }, webhookDeliveries: { totalCount: 0 } });
  await change('deleteWebhook', { id });
});
