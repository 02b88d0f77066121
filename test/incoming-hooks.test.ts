import { newWebhookSecret, signWebhook } from 'tributary/sdk';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { callerOf } from '../testkit/subgraph-host.js';

/* What other systems post to a hook, over HTTP: only what is signed with a live secret, now, and once. */

let host: TestHost;
let hookId: string;
let secret: string;
let path: string;
const plugin = 'notifications';
const hooks = () => host.assembly.serviceParts.hooks;
const admin = () => callerOf(host.id, { actor: 'user:admin', roles: ['admin'] });
beforeAll(async () => {
  host = await createTestHost(new URL('../plugins/notifications/plugin.json', import.meta.url).href);
  ({ hookId, secret, path } = await hooks().create(admin(), plugin, { name: 'From the bank' }));
});
afterAll(() => host?.close());

interface Call {
  id?: string;
  body?: string;
  at?: Date;
  secrets?: string[];
  headers?: Record<string, string>;
  to?: string;
}
let calls = 0;
async function post({ id, body = '{"paid":true}', at, secrets, headers = {}, to = path }: Call = {}) {
  calls += 1;
  const message = id ?? `msg_${calls}`;
  const timestamp = Math.floor((at ?? host.clock.now()).getTime() / 1000);
  const signature = await signWebhook({ id: message, timestamp, body }, secrets ?? [secret]);
  const response = await fetch(new URL(to, host.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': message,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
      ...headers,
    },
    body,
  });
  const answer = (await response.json()) as {
    deliveryId?: string;
    duplicate?: boolean;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { status: response.status, code: answer.errors?.[0]?.extensions.code, ...answer };
}
const received = async () => {
  const rows = await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query<{ payload: { deliveryId: string; owner: string } }>(
      `select payload from platform.outbox where name = 'hook.received' order by id`,
    ),
  );
  return rows.map(({ payload }) => payload);
};

test('what is signed is kept, told of once, and read by the plugin whose hook it is', async () => {
  const first = await post({ id: 'msg_a', body: '{"paid":true,"nul":"\\u0000"}' });
  expect(first).toMatchObject({ status: 200, duplicate: false });
  const again = await post({ id: 'msg_a', body: '{"paid":true,"nul":"\\u0000"}' });
  expect(again).toMatchObject({ status: 200, duplicate: true, deliveryId: first.deliveryId });
  expect(await received()).toEqual([{ hookId, deliveryId: first.deliveryId, owner: plugin }]);
  const read = await hooks().read(admin(), plugin, first.deliveryId!);
  expect(read).toMatchObject({ hookId, body: { paid: true, nul: '\u0000' } });
  const missing = { code: 'NOT_FOUND' };
  await expect(hooks().read(admin(), 'automation', first.deliveryId!)).rejects.toMatchObject(missing);
  const { id: tenant } = await host.tenant();
  const stranger = callerOf(tenant, { actor: 'user:other', roles: ['admin'] });
  await expect(hooks().read(stranger, plugin, first.deliveryId!)).rejects.toMatchObject(missing);
  await expect(hooks().rotate(stranger, plugin, hookId)).rejects.toMatchObject(missing);
  expect(await hooks().list(stranger, plugin)).toEqual([]);
});

test('many at once with one id are one', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => post({ id: 'msg_many' })));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(answers.filter(({ duplicate }) => duplicate === false)).toHaveLength(1);
  expect(new Set(answers.map(({ deliveryId }) => deliveryId)).size).toBe(1);
});

test('five minutes are tolerated, and no more, before and behind', async () => {
  const around = (seconds: number) => new Date(host.clock.now().getTime() + seconds * 1000);
  expect((await post({ at: around(-290) })).status).toBe(200);
  expect((await post({ at: around(290) })).status).toBe(200);
  for (const seconds of [-310, 310]) {
    expect(await post({ at: around(seconds) })).toMatchObject({ status: 401, code: 'WEBHOOK_INVALID' });
  }
});

test('while a secret is replaced two are accepted, afterwards one', async () => {
  const old = secret;
  const { secret: fresh, previousExpiresAt } = await hooks().rotate(admin(), plugin, hookId, {
    overlapMs: 60_000,
  });
  expect(Date.parse(previousExpiresAt)).toBeGreaterThan(host.clock.now().getTime());
  for (const each of [old, fresh]) expect((await post({ secrets: [each] })).status).toBe(200);
  // A sender that replaces one signs with both.
  expect((await post({ secrets: [newWebhookSecret(), fresh] })).status).toBe(200);
  host.clock.advance(61_000);
  expect((await post({ secrets: [old] })).status).toBe(401);
  expect((await post({ secrets: [fresh] })).status).toBe(200);
  secret = fresh;
});

test.each<[string, Call, number, string]>([
  ['another secret', { secrets: [newWebhookSecret()] }, 401, 'WEBHOOK_INVALID'],
  ['no signature', { headers: { 'webhook-signature': '' } }, 401, 'WEBHOOK_INVALID'],
  ['a signature of nothing', { headers: { 'webhook-signature': 'v1,AAAA' } }, 401, 'WEBHOOK_INVALID'],
  ['a signature of another scheme', { headers: { 'webhook-signature': 'v2,AAAA' } }, 401, 'WEBHOOK_INVALID'],
  ['another id than was signed', { headers: { 'webhook-id': 'msg_other' } }, 401, 'WEBHOOK_INVALID'],
  ['an id with a full stop', { headers: { 'webhook-id': 'msg.1' } }, 401, 'WEBHOOK_INVALID'],
  ['a time that is none', { headers: { 'webhook-timestamp': 'now' } }, 401, 'WEBHOOK_INVALID'],
  ['what is no JSON', { body: '{"paid":' }, 400, 'BAD_USER_INPUT'],
  ['a body that is too large', { body: JSON.stringify('x'.repeat(65_600)) }, 413, 'PAYLOAD_TOO_LARGE'],
  ['a form', { headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
  ['a hook that is not there', { to: '/hooks/0197b2a4-0000-7000-8000-000000000000' }, 401, 'WEBHOOK_INVALID'],
  ['a hook that cannot be', { to: '/hooks/none' }, 401, 'WEBHOOK_INVALID'],
])('%s is refused', async (_what, call, status, code) => {
  const before = (await received()).length;
  expect(await post(call)).toMatchObject({ status, code });
  expect(await received()).toHaveLength(before);
});

test('each signature is compared with each secret, whichever fits, and by Web Crypto', async () => {
  const { secret: fresh } = await hooks().rotate(admin(), plugin, hookId, { overlapMs: 60_000 });
  const { subtle } = crypto;
  const verify = subtle.verify.bind(subtle);
  let compared = 0;
  subtle.verify = (...of) => {
    compared += 1;
    return verify(...of);
  };
  try {
    for (const secrets of [[fresh], [secret], [newWebhookSecret()]]) {
      compared = 0;
      await post({ secrets: [...secrets, newWebhookSecret()] });
      // Two secrets are live, and two signatures came: nothing ends it early.
      expect(compared).toBe(4);
    }
  } finally {
    subtle.verify = verify;
  }
  host.clock.advance(61_000);
  secret = fresh;
});

test('a hook that is not there is refused in the words of a wrong secret', async () => {
  const unknown = await post({ to: '/hooks/0197b2a4-0000-7000-8000-000000000000' });
  const wrong = await post({ secrets: [newWebhookSecret()] });
  expect(unknown.errors?.[0]?.message).toBe(wrong.errors?.[0]?.message);
});

test('it is posted to, not got', async () => {
  const response = await fetch(new URL(path, host.url));
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a hook that was removed takes nothing, and its secrets are kept nowhere in clear', async () => {
  const made = await hooks().create(admin(), plugin, { name: 'Short' });
  const rows = await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query<{ row: string }>('select row_to_json(h)::text as row from platform.hooks h'),
  );
  expect(rows.some(({ row }) => row.includes(made.secret.slice(6)))).toBe(false);
  await hooks().remove(admin(), plugin, made.hookId);
  expect((await post({ to: made.path, secrets: [made.secret] })).status).toBe(401);
});
