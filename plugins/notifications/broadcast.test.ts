import { createTestHost, type TestHost } from 'tributary/testkit';
import { v7 as newId } from 'uuid';

/* Ten thousand people in one call: each once, with progress that is seen, in the time that is written down. */

const many = 10_000;
let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(new URL('./plugin.json', import.meta.url).href);
  const ids = Array.from({ length: many - 1 }, () => newId());
  await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query(
      `insert into accounts.members (id, tenant_id, email, roles)
       select id, $1, id || '@people.example', '{member}' from unnest($2::uuid[]) as id`,
      [host.id, ids],
    ),
  );
});
afterAll(() => host?.close());

interface Sent {
  id: string;
  state: string;
  recipients: number;
  reached: number;
}
const copies = async (id: string) => {
  const [row] = await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query<{ count: number; recipients: number }>(
      `select count(*)::int as count, count(distinct value->>'recipient')::int as recipients from platform.plugin_store
        where plugin = 'notifications' and collection = 'inbox' and value->>'notificationId' = $1`,
      [id],
    ),
  );
  return row;
};
const send =
  'mutation ($input: NotifyInput!) { notify(input: $input) { ... on NotifyPayload { notification { id state recipients reached } } } }';
const input = { to: ['tenant', 'role:member'], topic: 'news.release', title: 'To all', body: 'Of us' };

test('one call reaches ten thousand people, each once, and its progress is seen', async () => {
  const { notify } = await host.query<{ notify: { notification: Sent } }>(send, { input });
  const { id } = notify.notification;
  expect(notify.notification).toMatchObject({ state: 'SENDING', recipients: many });
  const seen: Sent[] = [];
  const source = 'subscription ($id: ID!) { notificationProgress(id: $id) { id state recipients reached } }';
  for await (const each of host.stream<Sent>(source, { id })) seen.push(each);
  expect(seen.at(-1)).toMatchObject({ state: 'SENT', reached: many });
  const reached = seen.map((each) => each.reached);
  expect(reached).toEqual([...reached].sort((a, b) => a - b));
  await host.settled();
  expect(await copies(id)).toEqual({ count: many, recipients: many });
  const { work } = await host.query<{ work: { kind: string; state: string; done: number; total: number } }>(
    'query ($id: ID!) { work(id: $id) { kind state done total } }',
    { id },
  );
  expect(work).toEqual({ kind: 'notifications.broadcast', state: 'FINISHED', done: many, total: many });
});

test('as long work it is estimated before, and stopped where it is', async () => {
  const work = { kind: 'notifications.broadcast', arguments: { ...input, key: 'stopped' } };
  const { estimateWork } = await host.query<{ estimateWork: { items: number; costUsd: string } }>(
    'query ($input: EstimateWorkInput!) { estimateWork(input: $input) { items costUsd } }',
    { input: work },
  );
  expect(estimateWork).toEqual({ items: many, costUsd: '0' });
  const { startWork } = await host.query<{ startWork: { work: { id: string } } }>(
    'mutation ($input: StartWorkInput!) { startWork(input: $input) { ... on WorkPayload { work { id } } ... on Failure { code message } } }',
    { input: work },
  );
  const { id } = startWork.work;
  await host.query('mutation ($id: ID!) { cancelWork(input: { id: $id }) { __typename } }', { id });
  await host.settled();
  const { sentNotification: sent } = await host.query<{ sentNotification: Sent }>(
    'query ($id: ID!) { sentNotification(id: $id) { state reached } }',
    { id },
  );
  expect(sent.state).toBe('CANCELLED');
  expect((await copies(id))?.count).toBe(sent.reached);
  expect(sent.reached).toBeLessThan(many);
});
