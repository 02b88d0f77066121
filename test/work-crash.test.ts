import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { type MailServer, startMailServer } from '../testkit/mail-server.js';
import { enable } from '../testkit/moods-plugin.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { startWebhookReceiver, type WebhookReceiver } from '../testkit/webhook-receiver.js';

/* The whole system is killed in the middle of long work: that of a plugin in a thread of its own, and a broadcast. */

let folder: string;
let system: TestSystem;
let mail: MailServer;
let receiver: WebhookReceiver;
beforeAll(async () => {
  mail = await startMailServer();
  receiver = await startWebhookReceiver();
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  const source = join(repositoryRoot, 'subgraphs/capabilities/fixtures/works/sorting');
  await cp(source, join(folder, 'sorting'), { recursive: true });
  const settings = {
    PORT: String(await freePort()),
    PLUGINS_DIR: folder,
    EGRESS_ALLOW: receiver.host,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SMTP_FROM: 'mail@product.example',
  };
  system = await TestSystem.start({ settings });
});
afterAll(async () => {
  await system?.close();
  await receiver?.close();
  await mail?.close();
  await rm(folder, { recursive: true, force: true });
});

const count = 1_500;
const start = operation<
  { startWork: { work?: { id: string }; code?: string; message?: string } },
  { input: object }
>(
  `mutation Start($input: StartWorkInput!) { startWork(input: $input) {
     ... on WorkPayload { work { id } } ... on Failure { code message } } }`,
);
const read = operation<{ work: { state: string; done: number; failed: number } | null }, { id: string }>(
  'query Work($id: ID!) { work(id: $id) { state done failed } }',
);

test('work of a plugin in a thread of its own goes on after kill -9 with what had not ended', async () => {
  const { change } = await system.client().request(enable, { input: { plugin: 'sorting' } });
  expect(change).toMatchObject({ __typename: 'PluginEnabled' });
  const input = { kind: 'sorting.letters', arguments: { count } };
  const { startWork } = await system.client().request(start, { input });
  expect(startWork).toMatchObject({ work: { id: expect.any(String) } });
  const id = startWork.work?.id ?? '';
  const state = async () => (await system.client().request(read, { id })).work;
  await eventually(state, (work) => (work?.done ?? 0) >= 100, 60_000);
  await system.kill();
  const [before] = await system.query<{ done: number; sorted: number }>(
    `select done, (select count(*)::int from platform.plugin_store where collection = 'sorted') as sorted
       from capabilities.works where id = $1`,
    [id],
  );
  expect(before?.done).toBeLessThan(count);
  await system.start();
  const ended = await eventually(state, (work) => work?.state === 'FINISHED', 120_000);
  expect(ended).toEqual({ state: 'FINISHED', done: count, failed: 0 });
  const [after] = await system.query<{ letters: number; turns: number }>(
    `select count(*)::int as letters, sum(value::text::int)::int as turns
       from platform.plugin_store where collection = 'sorted'`,
  );
  expect(after?.letters).toBe(count);
  // Only what had ended and was not written yet is done again, and what was under way.
  const unwritten = (before?.sorted ?? 0) - (before?.done ?? 0);
  expect((after?.turns ?? 0) - count).toBeLessThanOrEqual(unwritten);
}, 240_000);

const people = 800;
const change = (field: string, type: string, payload: string) =>
  operation<{ it: { notification?: { id: string }; code?: string } }, { input: object }>(
    `mutation ($input: ${type}!) { it: ${field}(input: $input) { ${payload} ... on Failure { code } } }`,
  );
const notify = change('notify', 'NotifyInput', '... on NotifyPayload { notification { id } }');
const makeWebhook = change('createWebhook', 'CreateWebhookInput', '__typename');
const readSent = operation<{ sentNotification: { state: string; reached: number } }, { id: string }>(
  'query ($id: ID!) { sentNotification(id: $id) { state reached } }',
);

/** What was brought to whom, as the database has it. */
async function copies() {
  const of = (collection: string) =>
    `from platform.plugin_store where plugin = 'notifications' and collection = '${collection}'`;
  const [row] = await system.query<Record<'copies' | 'owners' | 'letters' | 'waiting', number>>(
    `select (select count(*)::int ${of('inbox')}) as copies,
            (select count(distinct value->>'recipient')::int ${of('inbox')}) as owners,
            (select count(*)::int ${of('letters')}) as letters,
            (select count(*)::int ${of('letters')} and value->>'state' = 'PENDING') as waiting`,
  );
  if (!row) throw new RangeError('nothing was counted');
  return row;
}

test('a broadcast goes on after kill -9: once in each inbox, by letter and webhook under the same id', async () => {
  await system.query(
    `insert into accounts.members (id, tenant_id, email, roles)
     select id, tenant_id, id || '@people.example', '{viewer}'
       from accounts.tenants, (select gen_random_uuid() as id from generate_series(1, ${people})) ids`,
  );
  await system.client().request(makeWebhook, { input: { url: receiver.url, topics: ['news.*'] } });
  // The first call is never answered: it is cut off.
  receiver.answers(() => undefined);
  const input = { to: ['role:viewer'], topic: 'news.all', title: 'To all', urgent: true };
  const { it } = await system.client().request(notify, { input });
  const id = it.notification?.id ?? '';
  await eventually(copies, (now) => now.copies > 0 && mail.received.length > 0 && receiver.calls.length > 0);
  await system.kill();
  const before = await copies();
  // It was in the middle: of the copies, or of the letters.
  expect(before.copies < people || before.waiting > 0).toBe(true);
  receiver.answers(204);
  await system.start();
  const sent = async () => (await system.client().request(readSent, { id })).sentNotification;
  expect(await eventually(sent, ({ state }) => state !== 'SENDING')).toEqual({
    state: 'SENT',
    reached: people,
  });
  const after = await eventually(copies, ({ waiting }) => waiting === 0);
  expect(after).toEqual({ copies: people, owners: people, letters: people, waiting: 0 });
  const ids = new Map<string, Set<string | undefined>>();
  for (const { to, mail: letter } of mail.received)
    for (const recipient of to)
      ids.set(recipient, new Set([...(ids.get(recipient) ?? []), letter.messageId]));
  expect(ids.size).toBe(people);
  expect([...ids.values()].every((of) => of.size === 1)).toBe(true);
  await eventually(
    async () => receiver.calls.length,
    (calls) => calls >= 2,
  );
  expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
  // What was under way at four at once is all that was sent again.
  expect(mail.received.length - people).toBeLessThanOrEqual(8);
}, 120_000);
