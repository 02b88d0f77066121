import { createClient } from 'tributary/client';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { type MailServer, startMailServer } from '../../testkit/mail-server.js';
import { type TestTenant, testTenant } from '../../testkit/plugin/test-tenant.js';

/* Letters to a real mail server: what they say, what becomes of them, and when they come. */

let server: MailServer;
let host: TestHost;
let ann: TestTenant;
let annId = '';
let board = '';
let closeClient: () => Promise<void>;
beforeAll(async () => {
  server = await startMailServer();
  host = await createTestHost(new URL('./plugin.json', import.meta.url).href, {
    environment: {
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      SMTP_FROM: 'Tributary <mail@product.example>',
    },
  });
  const input = { email: 'ann@people.example', name: 'Ann', roles: ['REVIEWER'] };
  annId = (await change(host, 'createMember', input, 'CreateMemberPayload { member { id } }')).member!.id;
  const { group } = await change(
    host,
    'createGroup',
    { name: 'board' },
    'CreateGroupPayload { group { id } }',
  );
  board = group!.id;
  await host.query('mutation ($input: GroupMembershipInput!) { addToGroup(input: $input) { __typename } }', {
    input: { groupId: board, memberId: annId },
  });
  const named = { name: 'ann', memberId: annId };
  const { key } = await change(host, 'createKey', named, 'CreateKeyPayload { key }');
  const client = createClient({ url: host.url, token: key! });
  closeClient = () => client.close();
  ann = testTenant(host.id, key!, client, host.settled);
  await prefer({
    topics: [
      { topic: 'news.*', channels: ['IN_APP', 'EMAIL'] },
      { topic: 'quiet', channels: [] },
    ],
  });
});
afterAll(async () => {
  await closeClient?.();
  await host?.close();
  await server?.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.answers(() => null);
});

interface Outcome {
  code?: string;
  key?: string;
  member?: { id: string };
  group?: { id: string };
}
async function change(who: Pick<TestTenant, 'query'>, field: string, input: object, payload: string) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { it: ${field}(input: $input) { ... on ${payload} ... on Failure { code } } }`;
  return (await who.query<{ it: Outcome }>(source, { input })).it;
}
const prefer = (input: object) =>
  change(ann, 'setNotificationPreferences', input, 'NotificationPreferencesPayload { __typename }');
async function notify(input: object) {
  const asked = { to: [`user:${annId}`], topic: 'news.release', title: 'A title', body: 'A body', ...input };
  const outcome = await change(host, 'notify', asked, 'NotifyPayload { __typename }');
  await host.settled();
  return outcome;
}
interface Letter {
  recipient: string;
  state: string;
  attempts: number;
  code: number | null;
  reason: string | null;
  notificationIds: string[];
}
const newest = async (state: string | null = null) => {
  const source = `query ($state: NotificationLetterState) { notificationLetters(first: 1, state: $state) {
    totalCount nodes { recipient state attempts code reason notificationIds } } }`;
  type Page = { totalCount: number; nodes: Letter[] };
  return (await host.query<{ notificationLetters: Page }>(source, { state })).notificationLetters;
};

test('a letter comes as text and as HTML that is only text, to who chose it', async () => {
  await notify({
    title: 'Grüße & <b>mehr</b>',
    body: 'First line\nsecond <script>alert(1)</script>\n\nNext',
    link: 'https://product.example/a?b=1&c="2',
  });
  expect(server.received).toHaveLength(1);
  const [{ to, mail, raw }] = server.received as [MailServer['received'][number]];
  expect(to).toEqual(['ann@people.example']);
  expect(mail).toMatchObject({ subject: 'Grüße & <b>mehr</b>', from: { address: 'mail@product.example' } });
  expect(mail.text).toContain('First line\nsecond <script>alert(1)</script>');
  expect(mail.html).toContain('Gr\u00fc\u00dfe &amp; &lt;b&gt;mehr&lt;/b&gt;');
  expect(mail.html).not.toContain('<script>');
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  expect(await newest()).toMatchObject({
    nodes: [{ state: 'SENT', attempts: 1, code: 250, recipient: `user:${annId}` }],
  });
  await notify({ topic: 'quiet' });
  await notify({ topic: 'other' });
  expect(server.received).toHaveLength(1);
  await notify({ topic: 'other', urgent: true });
  expect(server.received).toHaveLength(2);
});

test('what the server refuses for good has bounced and is not tried again', async () => {
  server.answers(() => ({ code: 550, text: '5.1.1 <ann@people.example> no such user' }));
  await notify({});
  const { nodes } = await newest('BOUNCED');
  expect(nodes).toMatchObject([{ state: 'BOUNCED', attempts: 1, code: 550 }]);
  expect(nodes[0]!.reason).not.toContain('ann@');
});

test('what the server defers is tried again, five times in all, as the same letter', async () => {
  let asked = 0;
  server.answers(() => {
    asked += 1;
    return asked < 3 ? { code: 451, text: '4.7.1 try later' } : null;
  });
  await notify({});
  expect(asked).toBe(3);
  expect(await newest()).toMatchObject({ nodes: [{ state: 'SENT', attempts: 3 }] });
  const first = server.received[0]!.mail.messageId;
  server.answers(() => {
    asked += 1;
    return { code: 451, text: '4.7.1 try later' };
  });
  asked = 0;
  await notify({});
  expect(asked).toBe(5);
  expect(await newest('FAILED')).toMatchObject({ totalCount: 1, nodes: [{ attempts: 5, code: 451 }] });
  expect(first).toMatch(/^<[0-9a-f]{40}@product\.example>$/);
});

test('a digest is one letter at its time; what is urgent comes before it', async () => {
  await prefer({ digest: 'HOURLY' });
  for (const title of ['One', 'Two', 'Three']) await notify({ title });
  expect(server.received).toHaveLength(0);
  await notify({ title: 'Now', urgent: true });
  expect(server.received.map(({ mail }) => mail.subject)).toEqual(['Now']);
  await host.turn();
  expect(server.received).toHaveLength(1);
  host.clock.advance(3_660_000);
  await host.turn();
  expect(server.received).toHaveLength(2);
  const { mail } = server.received[1]!;
  expect(mail.subject).toBe('3 notifications');
  expect(mail.text?.match(/One|Two|Three/g)).toEqual(['One', 'Two', 'Three']);
  expect((await newest()).nodes[0]!.notificationIds).toHaveLength(3);
  host.clock.advance(3_660_000);
  await host.turn();
  expect(server.received).toHaveLength(2);
  await prefer({ digest: 'NONE' });
});

test('in quiet hours a letter waits, too', async () => {
  const now = host.clock.now();
  const at = (hours: number) => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
  await prefer({ quietHours: { from: at(-1), to: at(2) } });
  await notify({ title: 'Later' });
  expect(server.received).toHaveLength(0);
  host.clock.advance(3 * 3_600_000);
  await host.turn();
  expect(server.received.map(({ mail }) => mail.subject)).toEqual(['Later']);
  await prefer({ quietHours: null });
});

test('what waits about a document that few may read comes by letter, too, to who may', async () => {
  const minutes = await ann.addDocument('The merger is agreed.', { groups: [board] });
  await prefer({ digest: 'HOURLY' });
  const asked = { to: [`user:${annId}`], topic: 'news.board', title: 'Merger', documentId: minutes.id };
  await change(ann, 'notify', asked, 'NotifyPayload { __typename }');
  await host.settled();
  expect(server.received).toHaveLength(0);
  host.clock.advance(3_660_000);
  await host.turn();
  expect(server.received.map(({ mail }) => mail.subject)).toEqual(['Merger']);
  await prefer({ digest: 'NONE' });
});

test('a title cannot write headers, and neither can an address', async () => {
  expect(await notify({ title: 'x\r\nBcc: all@people.example' })).toEqual({ code: 'BAD_USER_INPUT' });
  const { mail } = host.assembly.serviceParts;
  const letter = { to: 'ann@people.example', subject: 'x', text: 'x', key: 'k' };
  const wrong = [
    { to: 'ann@people.example\r\nBcc: bob@people.example' },
    { to: 'ann@people.example, bob@people.example' },
    { to: 'Ann <ann@people.example>' },
    { to: 'ann@people.example>\r\nRCPT TO:<bob@people.example' },
    { subject: 'x\nBcc: bob@people.example' },
    { subject: 'x\u2028y' },
    { subject: ' ' },
  ];
  for (const each of wrong)
    await expect(mail.send({ ...letter, ...each })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(server.received).toHaveLength(0);
});

test('who left before it was sent gets no letter', async () => {
  const input = { email: 'bob@people.example', roles: ['MEMBER'] };
  const { member } = await change(host, 'createMember', input, 'CreateMemberPayload { member { id } }');
  let asked = 0;
  server.answers(() => {
    asked += 1;
    return { code: 451, text: 'later' };
  });
  await change(host, 'removeMember', { memberId: member!.id }, 'RemoveMemberPayload { __typename }');
  await notify({ to: [`user:${member!.id}`], urgent: true });
  expect(asked).toBe(0);
});
