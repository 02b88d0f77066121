import { createClient } from 'tributary/client';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { type TestTenant, testTenant } from '../../testkit/plugin/test-tenant.js';

/* Through the gateway: who gets what in the list and by the subscription, when, and who sees nothing of it. */

let host: TestHost;
let ann: TestTenant;
let bob: TestTenant;
let annId = '';
let bobId = '';
let group = '';
const open: (() => Promise<void>)[] = [];
beforeAll(async () => {
  host = await createTestHost(new URL('./plugin.json', import.meta.url).href);
  [annId, ann] = await member('ann', ['REVIEWER']);
  [bobId, bob] = await member('bob', ['MEMBER']);
  group = (await change(host, 'createGroup', { name: 'board' }, 'CreateGroupPayload { group { id } }')).group!
    .id;
  await change(
    host,
    'addToGroup',
    { groupId: group, memberId: bobId },
    'AddToGroupPayload { __typename }',
    'GroupMembershipInput',
  );
});
afterAll(async () => {
  for (const close of open) await close();
  await host?.close();
});

async function member(name: string, roles: string[]): Promise<[string, TestTenant]> {
  const input = { email: `${name}@example.org`, name, roles };
  const { member: made } = await change(host, 'createMember', input, 'CreateMemberPayload { member { id } }');
  const { key } = await change(host, 'createKey', { name, memberId: made!.id }, 'CreateKeyPayload { key }');
  const client = createClient({ url: host.url, token: key! });
  open.push(() => client.close());
  return [made!.id, testTenant(host.id, key!, client, host.settled)];
}

interface Outcome {
  __typename: string;
  code?: string;
  key?: string;
  member?: { id: string };
  group?: { id: string };
  notification?: Sent;
  changed?: number;
  unread?: number;
  template?: { version: number; places: string[] };
}
interface Sent {
  id: string;
  state: string;
  recipients: number;
  reached: number;
}
interface Item {
  id: string;
  title: string;
  body: string;
  readAt: string | null;
}
async function change(
  who: Pick<TestTenant, 'query'>,
  field: string,
  input: object,
  payload: string,
  type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`,
): Promise<Outcome> {
  const source = `mutation ($input: ${type}!) { it: ${field}(input: $input) { __typename ... on ${payload} ... on Failure { code message } } }`;
  const { it } = await who.query<{ it: Outcome }>(source, { input });
  return it;
}
async function notify(input: object, who: Pick<TestTenant, 'query'> = host): Promise<Outcome> {
  const asked = { topic: 'news.release', title: 'A title', body: 'A body', ...input };
  const outcome = await change(
    who,
    'notify',
    asked,
    'NotifyPayload { notification { id state recipients reached } }',
  );
  await host.settled();
  return outcome;
}
async function list(
  who: Pick<TestTenant, 'query'>,
  filter: object = {},
  first = 20,
  after: string | null = null,
) {
  const source = `query ($first: Int, $after: Cursor, $filter: NotificationFilter) {
    notifications(first: $first, after: $after, filter: $filter) {
      totalCount nodes { id title body topic urgent readAt } pageInfo { hasNextPage endCursor } } }`;
  type Page = { totalCount: number; nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  return (await who.query<{ notifications: Page }>(source, { first, after, filter })).notifications;
}
const unread = async (who: Pick<TestTenant, 'query'>) =>
  (await who.query<{ unreadNotifications: number }>('{ unreadNotifications }')).unreadNotifications;
const mark = (who: Pick<TestTenant, 'query'>, input: object) =>
  change(who, 'markNotificationsRead', input, 'MarkNotificationsReadPayload { changed unread }');
const titles = async (who: Pick<TestTenant, 'query'>, filter: object = {}) =>
  (await list(who, filter)).nodes.map(({ title }) => title);
const prefer = (who: Pick<TestTenant, 'query'>, input: object) =>
  change(who, 'setNotificationPreferences', input, 'NotificationPreferencesPayload { __typename }');

test('people, groups and the whole tenant get what is for them, newest first, page by page', async () => {
  await notify({ to: [`user:${annId}`], title: 'For Ann' });
  await notify({ to: [`group:${group}`], title: 'For the board' });
  await notify({ to: ['tenant', `user:${annId}`], title: 'For all', topic: 'news.all' });
  expect(await titles(ann)).toEqual(['For all', 'For Ann']);
  expect(await titles(bob)).toEqual(['For all', 'For the board']);
  expect(await titles(host)).toEqual(['For all']);
  expect(await titles(ann, { topic: 'news.all' })).toEqual(['For all']);
  const page = await list(ann, {}, 1);
  expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
  const next = await list(ann, {}, 1, page.pageInfo.endCursor);
  expect(next).toMatchObject({ nodes: [{ title: 'For Ann' }], pageInfo: { hasNextPage: false } });
});

test('what is read is counted no more, and only one’s own copy is marked', async () => {
  const before = await unread(bob);
  const [first] = (await list(ann)).nodes;
  expect(await mark(ann, { ids: [first!.id] })).toMatchObject({ changed: 1, unread: 1 });
  expect(await mark(ann, { ids: [first!.id] })).toMatchObject({ changed: 0, unread: 1 });
  expect(await titles(ann, { unread: true })).toEqual(['For Ann']);
  expect(await unread(bob)).toBe(before);
  expect(await mark(ann, { ids: [first!.id], read: false })).toMatchObject({ changed: 1, unread: 2 });
  expect(await mark(ann, { all: true })).toMatchObject({ changed: 2, unread: 0 });
  expect((await list(ann)).nodes.every(({ readAt }) => readAt !== null)).toBe(true);
  expect(await mark(ann, {})).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('what arrives is pushed to who it is for, and to nobody else', async () => {
  const end = new AbortController();
  const source = 'subscription ($topic: String) { notificationReceived(topic: $topic) { id title } }';
  const ofAnn = ann.stream<Item>(source, { topic: 'live.*' }, end.signal);
  const ofBob = bob.stream<Item>(source, {}, end.signal);
  const [toAnn, toBob] = [ofAnn.next(), ofBob.next()];
  // Both listen when one of each has come; until then it is said again.
  let heard = 0;
  for (const each of [toAnn, toBob]) void each.then(() => (heard += 1));
  for (let at = 0; heard < 2 && at < 500; at += 1)
    await notify({ to: [`user:${annId}`, `user:${bobId}`], topic: 'live.begin', title: 'Begin' });
  expect([(await toAnn).value, (await toBob).value]).toMatchObject([{ title: 'Begin' }, { title: 'Begin' }]);
  await notify({ to: [`user:${bobId}`], topic: 'live.bob', title: 'Only Bob' });
  await notify({ to: [`user:${annId}`], topic: 'other', title: 'Another topic' });
  await notify({ to: [`user:${annId}`], topic: 'live.ann', title: 'Only Ann' });
  const upTo = async (stream: AsyncGenerator<Item>, title: string) => {
    const seen: string[] = [];
    for (let { value } = await stream.next(); ; { value } = await stream.next()) {
      if (value.title !== 'Begin') seen.push(value.title);
      if (value.title === title) return seen;
    }
  };
  expect(await upTo(ofAnn, 'Only Ann')).toEqual(['Only Ann']);
  expect(await upTo(ofBob, 'Only Bob')).toEqual(['Only Bob']);
  end.abort();
});

test('the same key of a topic is sent once', async () => {
  const first = await notify({ to: [`user:${annId}`], title: 'Once', idempotencyKey: 'k' });
  const again = await notify({ to: [`user:${annId}`], title: 'Once', idempotencyKey: 'k' });
  expect(again.notification?.id).toBe(first.notification?.id);
  expect((await titles(ann)).filter((title) => title === 'Once')).toHaveLength(1);
});

test('what is about a document reaches only who may read it, and goes with it', async () => {
  const secret = await bob.addDocument('The merger is agreed.', { groups: [group] });
  // The administrator is not of the group: what it may not read does not exist for it.
  expect(await notify({ to: ['tenant'], title: 'Merger', documentId: secret.id })).toMatchObject({
    code: 'NOT_FOUND',
  });
  const open = await host.addDocument('The lunch is at noon.');
  await notify({ to: ['tenant'], title: 'Lunch', documentId: open.id });
  expect([(await titles(ann))[0], (await titles(bob))[0]]).toEqual(['Lunch', 'Lunch']);
  await change(
    bob,
    'setDocumentGroups',
    { documentId: open.id, groups: [group] },
    'ChangeDocumentPayload { __typename }',
  );
  await host.settled();
  expect((await titles(ann))[0]).not.toBe('Lunch');
  expect((await titles(bob))[0]).toBe('Lunch');
  await change(bob, 'deleteDocument', { documentId: open.id }, 'DeleteDocumentPayload { __typename }');
  await host.settled();
  expect(await titles(bob)).not.toContain('Lunch');
});

test('a template speaks the reader’s language, and says which values it wants', async () => {
  const put = (locale: string, title: string) =>
    change(
      host,
      'putNotificationTemplate',
      { name: 'invoice', locale, title, body: 'Invoice {{number}}' },
      'NotificationTemplatePayload { template { version places } }',
    );
  expect((await put('en', 'Invoice of {{seller}}')).template).toEqual({
    version: 1,
    places: ['seller', 'number'],
  });
  expect((await put('de', 'Rechnung von {{seller}}')).template).toMatchObject({ version: 2 });
  await prefer(ann, { locale: 'de-AT' });
  const template = { template: 'invoice', to: [`user:${annId}`, `user:${bobId}`] };
  expect(await notify({ ...template, values: { seller: 'Harbour' } })).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  await notify({ ...template, values: { seller: '{{number}}\r\nBcc: x', number: 7 } });
  expect((await list(ann)).nodes[0]).toMatchObject({
    title: 'Rechnung von {{number}} Bcc: x',
    body: 'Invoice 7',
  });
  expect((await titles(bob))[0]).toBe('Invoice of {{number}} Bcc: x');
  await prefer(ann, { locale: null });
});

test('quiet hours hold all but what is urgent until they end', async () => {
  const now = host.clock.now();
  const at = (hours: number) => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
  await prefer(ann, { timeZone: 'UTC', quietHours: { from: at(-1), to: at(2) } });
  await notify({ to: [`user:${annId}`], title: 'Quiet' });
  await notify({ to: [`user:${annId}`], title: 'Loud', urgent: true });
  expect((await titles(ann)).slice(0, 1)).toEqual(['Loud']);
  expect(await titles(ann)).not.toContain('Quiet');
  host.clock.advance(3 * 3_600_000);
  await host.turn();
  expect(await titles(ann)).toContain('Quiet');
  await prefer(ann, { quietHours: null });
});

test('who may not send, or manage, is refused', async () => {
  expect(await notify({ to: ['tenant'] }, bob)).toMatchObject({ code: 'FORBIDDEN' });
  const { notification } = await notify({ to: [`user:${bobId}`], title: 'By Ann' }, ann);
  expect(notification).toMatchObject({ recipients: 1 });
  const sent = 'query ($id: ID!) { sentNotification(id: $id) { state reached } }';
  const id = notification?.id;
  expect(await ann.query(sent, { id })).toEqual({ sentNotification: { state: 'SENT', reached: 1 } });
  expect(await bob.query(sent, { id })).toEqual({ sentNotification: null });
  const stranger = await host.tenant();
  expect(await stranger.query(sent, { id })).toEqual({ sentNotification: null });
  expect((await list(stranger)).totalCount).toBe(0);
  await expect(bob.query('{ webhooks { totalCount } }')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test.each<[string, object]>([
  ['a topic that is none', { topic: 'News!' }],
  ['a title of two lines', { title: 'a\nBcc: b' }],
  ['nobody', { to: [] }],
  ['an audience that is none', { to: ['everyone'] }],
  ['a link that runs', { link: 'javascript:alert(1)' }],
  ['a link with a name in it', { link: 'https://user@example.org/' }],
  ['a link elsewhere that looks like a path', { link: '//example.org' }],
])('%s is refused', async (_what, input) => {
  expect(await notify({ to: ['tenant'], ...input })).toMatchObject({ code: 'BAD_USER_INPUT' });
});
