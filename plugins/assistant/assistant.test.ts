import { createClient } from 'tributary/client';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { type TestTenant, testTenant } from '../../testkit/plugin/test-tenant.js';
import { conversationOf, type ToldApproval } from './fixtures/conversation.js';

/* Without a model: what words name is called, what is left is a question. */

let host: TestHost;
let bob: TestTenant;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  host = await createTestHost(import.meta.url);
  await host.addDocument(
    'The boards were sawn at the mill in the valley. The mill has stood there since 1780 and is driven by water.',
    { name: 'mill.txt' },
  );
  bob = await member('Bob', ['ADMIN']);
});
afterAll(async () => {
  for (const close of closers) await close();
  await host?.close();
});

/** A person of the same tenant with the same rights to read. */
async function member(name: string, roles: string[]): Promise<TestTenant & { memberId: string }> {
  const { createMember } = await host.query<{ createMember: { member: { id: string } } }>(
    'mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on CreateMemberPayload { member { id } } } }',
    { input: { email: `${name}@example.com`, name, roles } },
  );
  const memberId = createMember.member.id;
  const { createKey } = await host.query<{ createKey: { key: string } }>(
    'mutation ($input: CreateKeyInput!) { createKey(input: $input) { ... on CreateKeyPayload { key } } }',
    { input: { name, memberId } },
  );
  const client = createClient({ url: host.url, token: createKey.key });
  closers.push(() => client.close());
  return { ...testTenant(host.id, createKey.key, client, host.settled), memberId };
}

const names = async () => {
  const query = '{ documents(first: 100) { nodes { name } } }';
  const { documents } = await host.query<{ documents: { nodes: { name: string }[] } }>(query);
  return documents.nodes.map(({ name }) => name);
};
const memory = async (by: Pick<TestTenant, 'query'> = host) => {
  const found = await by.query<{ assistantMemory: { id: string; text: string }[] }>(
    '{ assistantMemory { id text } }',
  );
  return found.assistantMemory;
};
const proposed = ([approval]: readonly ToldApproval[]): ToldApproval => {
  if (!approval) throw new RangeError('nothing was proposed');
  return approval;
};

test('a question is answered from the documents, with citations, and what follows is understood by it', async () => {
  const talk = await conversationOf(host);
  const turn = await talk.say('Since when has the mill stood there?');
  expect(turn).toMatchObject({
    state: 'ANSWERED',
    steps: [],
    message: 'Since when has the mill stood there?',
  });
  expect(turn.text).toContain('1780');
  const types = turn.parts.map(({ __typename }) => __typename);
  expect(types).toEqual(expect.arrayContaining(['RunStarted', 'TextDelta', 'Citation', 'RunFinished']));
  const followed = await talk.say('And what drives it?');
  expect(followed.text).toContain('water');
});

test('what the words name is called, and its result is told', async () => {
  const talk = await conversationOf(host);
  const turn = await talk.say('List the documents.');
  expect(turn.steps).toMatchObject([{ tool: 'list_documents', outcome: 'DONE' }]);
  expect(turn.text).toContain('mill.txt');
  expect(turn.parts.map(({ __typename }) => __typename)).toEqual(
    expect.arrayContaining(['ToolCall', 'ToolResult']),
  );
  expect((await talk.say('What can you do?')).text).toContain('write note');
});

test('a seed and a pin hold for each part of a turn', async () => {
  const { conversationId, listen, decide } = await conversationOf(host);
  type Told = { turn: { id: string }; code?: string };
  const send = async (message: string, options: object) => {
    const source = `mutation ($input: SendMessageInput!) { it: sendMessage(input: $input) {
      ... on TurnPayload { turn { id } } ... on Failure { code } } }`;
    return (await host.query<{ it: Told }>(source, { input: { conversationId, message, options } })).it;
  };
  const results = async () => {
    const source = `query ($id: ID!) { conversation(id: $id) { turns { nodes { runIds result { seed pinned } } } } }`;
    type Read = { conversation: { turns: { nodes: object[] } } };
    return (await host.query<Read>(source, { id: conversationId })).conversation.turns.nodes;
  };
  const pin = { engine: 'BUILT_IN' };
  const { turn } = await send('Please write a note, name "bill-9.txt", text "Paid."', { seed: 7, pin });
  const { toolApprovals } = await listen(turn.id);
  await decide(proposed(toolApprovals), 'APPROVE');
  expect(await results()).toMatchObject([
    { runIds: [expect.any(String), expect.any(String)], result: { seed: 7, pinned: true } },
  ]);
  expect((await send('And now?', { deadlineMs: 1 })).code).toBe('BAD_USER_INPUT');
});

describe('a change', () => {
  const ask = (name: string) => `Please write a note, name "${name}", text "The ${name} is paid."`;

  test('waits for an approval of exactly what was shown, is made once, and the turn goes on', async () => {
    const talk = await conversationOf(host);
    const turn = await talk.say(ask('bill-1.txt'));
    expect(turn).toMatchObject({ state: 'WAITING', steps: [{ tool: 'WriteNote', outcome: 'WAITING' }] });
    const approval = proposed(turn.toolApprovals);
    expect(approval).toMatchObject({
      state: 'PENDING',
      tainted: [],
      arguments: { name: 'bill-1.txt', text: 'The bill-1.txt is paid.' },
    });
    expect(await names()).not.toContain('bill-1.txt');
    expect((await talk.decide(approval, 'APPROVE', '0'.repeat(64))).code).toBe('CONFLICT');
    const { turn: gone } = await talk.decide(approval, 'APPROVE');
    expect(gone).toMatchObject({ state: 'ANSWERED', steps: [{ outcome: 'DONE' }] });
    expect(gone?.toolApprovals).toMatchObject([{ state: 'EXECUTED', output: { addText: {} } }]);
    expect(gone?.runIds).toHaveLength(2);
    expect(gone?.parts.map(({ __typename }) => __typename)).toEqual(
      expect.arrayContaining(['ToolCall', 'ToolResult', 'RunFinished']),
    );
    expect((await names()).filter((name) => name === 'bill-1.txt')).toHaveLength(1);
    expect((await talk.decide(approval, 'APPROVE')).code).toBe('CONFLICT');
    expect((await talk.decide(approval, 'REJECT')).code).toBe('CONFLICT');
  });

  test('that is rejected, or that nobody decides in ten minutes, is not made', async () => {
    const talk = await conversationOf(host);
    const rejected = await talk.say(ask('bill-2.txt'));
    const { turn } = await talk.decide(proposed(rejected.toolApprovals), 'REJECT');
    expect(turn).toMatchObject({ state: 'ANSWERED', steps: [{ outcome: 'REJECTED' }] });
    const late = await talk.say(ask('bill-3.txt'));
    host.clock.advance(600_001);
    expect((await talk.decide(proposed(late.toolApprovals), 'APPROVE')).code).toBe('CONFLICT');
    expect(await talk.read(late.id)).toMatchObject({
      state: 'EXPIRED',
      toolApprovals: [{ state: 'EXPIRED' }],
    });
    expect(await names()).not.toEqual(expect.arrayContaining(['bill-2.txt']));
    expect(await names()).not.toEqual(expect.arrayContaining(['bill-3.txt']));
  });

  test('is approved by nobody else, and made with the rights of who asked', async () => {
    const viewer = await member('Vera', ['VIEWER']);
    const talk = await conversationOf(viewer);
    const turn = await talk.say(ask('bill-4.txt'));
    const approval = proposed(turn.toolApprovals);
    const decide = `mutation ($input: DecideToolCallInput!) { decideToolCall(input: $input) { __typename } }`;
    const input = { approvalId: approval.id, fingerprint: approval.fingerprint, decision: 'APPROVE' };
    expect(await bob.query(decide, { input })).toEqual({ decideToolCall: { __typename: 'NotFound' } });
    const { turn: gone } = await talk.decide(approval, 'APPROVE');
    expect(gone).toMatchObject({
      steps: [{ outcome: 'FAILED', error: expect.stringContaining('FORBIDDEN') }],
    });
    expect(await names()).not.toContain('bill-4.txt');
  });

  /** As if whoever carried it out was lost in the middle. */
  const lose = (approval: ToldApproval) =>
    host.assembly.platform.database.tenant(host.id, (tx) =>
      tx.query(
        `update platform.plugin_store set value = value || '{"state": "EXECUTING"}'
          where collection = 'approvals' and key = $1`,
        [approval.id],
      ),
    );

  test('whose end is not known is not sent again, unless it can be repeated under its key', async () => {
    const talk = await conversationOf(host);
    const lost = proposed((await talk.say(ask('bill-6.txt'))).toolApprovals);
    await lose(lost);
    const { turn } = await talk.decide(lost, 'APPROVE');
    expect(turn).toMatchObject({ steps: [{ outcome: 'UNKNOWN' }], toolApprovals: [{ state: 'UNKNOWN' }] });
    expect(await names()).not.toContain('bill-6.txt');

    const document = `mutation KeepSearch($name: String!, $query: String!, $idempotencyKey: String) @tool(
      description: "Keeps a search.", mutation: true) { createSavedSearch(input: { name: $name, query: $query,
      idempotencyKey: $idempotencyKey }) { __typename ... on Failure { code message } } }`;
    const register = `mutation ($input: RegisterOperationInput!) { registerOperation(input: $input) { __typename } }`;
    await host.query(register, { input: { document } });
    const keyed = await talk.say('Keep this search, name "mills", query "mill".');
    const approval = proposed(keyed.toolApprovals);
    expect(approval.arguments).toEqual({ name: 'mills', query: 'mill' });
    await lose(approval);
    expect((await talk.decide(approval, 'APPROVE')).turn).toMatchObject({ steps: [{ outcome: 'DONE' }] });
    const { savedSearches } = await host.query<{ savedSearches: { totalCount: number } }>(
      '{ savedSearches { totalCount } }',
    );
    expect(savedSearches.totalCount).toBe(1);
  });

  test('is not offered where a conversation has none', async () => {
    const talk = await conversationOf(host, { approvals: 'NONE' });
    const turn = await talk.say(ask('bill-5.txt'));
    expect(turn).toMatchObject({ state: 'ANSWERED', steps: [], toolApprovals: [] });
  });
});

test('a conversation, its runs and its memory are their owner’s alone', async () => {
  const talk = await conversationOf(host);
  const turn = await talk.say('Remember that Juniper is the code word.');
  expect(turn).toMatchObject({ state: 'ANSWERED', text: expect.stringContaining('Juniper') });
  expect(await memory()).toMatchObject([{ text: 'Juniper is the code word.' }]);
  const seen = await bob.query(
    `query ($conversation: ID!, $run: ID!) { conversation(id: $conversation) { id } run(id: $run) { id }
      conversations { totalCount } assistantMemory { text } }`,
    { conversation: talk.conversationId, run: turn.runIds[0] },
  );
  expect(seen).toEqual({
    conversation: null,
    run: null,
    conversations: { totalCount: 0 },
    assistantMemory: [],
  });
  const follow = bob.stream(
    'subscription ($c: ID!, $t: ID!) { assistantReply(conversationId: $c, turnId: $t) { __typename } }',
    { c: talk.conversationId, t: turn.id },
  );
  await expect(follow.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { conversationId } = talk;
  const intruding = await bob.run('assistant.reply', { conversationId, turnId: turn.id, message: 'hm' });
  expect(intruding.parts.at(-1)).toMatchObject({ __typename: 'RunFailed', code: 'NOT_FOUND' });
});

test('memory is forgotten on request', async () => {
  const [known] = await memory();
  const forget = 'mutation ($input: ForgetMemoryInput!) { forgetMemory(input: $input) { __typename } }';
  const input = { memoryId: known?.id };
  expect(await bob.query(forget, { input })).toEqual({ forgetMemory: { __typename: 'NotFound' } });
  expect(await host.query(forget, { input })).toEqual({
    forgetMemory: { __typename: 'ForgottenMemoryPayload' },
  });
  expect(await memory()).toEqual([]);
});

/** Rows of the tenant that hold this word. */
async function rowsWith(word: string): Promise<number> {
  const { database } = host.assembly.platform;
  return database.tenant(host.id, async (tx) => {
    const [row] = await tx.query<{ count: number }>(
      `select (select count(*) from platform.plugin_store where value::text like $1)::int
        + (select count(*) from capabilities.runs where input::text like $1 or result::text like $1)::int
        + (select count(*) from platform.run_events where part::text like $1)::int as count`,
      [`%${word}%`],
    );
    return row?.count ?? -1;
  });
}

test('a conversation is deleted with all that was said in it', async () => {
  const talk = await conversationOf(host);
  await talk.say('What is said of the Zanzibar pepper?');
  expect(await rowsWith('Zanzibar')).toBeGreaterThan(0);
  const gone =
    'mutation ($input: DeleteConversationInput!) { deleteConversation(input: $input) { __typename } }';
  const input = { conversationId: talk.conversationId };
  expect(await bob.query(gone, { input })).toEqual({ deleteConversation: { __typename: 'NotFound' } });
  expect(await host.query(gone, { input })).toEqual({
    deleteConversation: { __typename: 'DeletedConversationPayload' },
  });
  expect(await rowsWith('Zanzibar')).toBe(0);
});

test('what was a person’s alone goes with the person', async () => {
  const cleo = await member('Cleo', ['MEMBER']);
  const talk = await conversationOf(cleo);
  await talk.say('Remember that Quillwort is mine.');
  await talk.say('What is said of the Quillwort?');
  expect(await rowsWith('Quillwort')).toBeGreaterThan(0);
  const remove = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { __typename } }';
  await host.query(remove, { input: { memberId: cleo.memberId } });
  await host.settled();
  expect(await rowsWith('Quillwort')).toBe(0);
});

test('a goal is worked for step by step, and how it ends is told', async () => {
  type Begun = { pursueGoal: { turn: { id: string; conversationId: string } } };
  const goal = 'List the documents. Write a note, name "goal.txt", text "It was reached."';
  const input = { goal, maxSteps: 4, idempotencyKey: 'goal-1' };
  const pursue = `mutation ($input: PursueGoalInput!) { pursueGoal(input: $input) {
    ... on TurnPayload { turn { id conversationId } } ... on Failure { code message } } }`;
  const { pursueGoal } = await host.query<Begun>(pursue, { input });
  const { id, conversationId } = pursueGoal.turn;
  expect((await host.query<Begun>(pursue, { input })).pursueGoal.turn.id).toBe(id);
  await host.settled();
  type Read = { conversation: { turns: { nodes: { state: string; toolApprovals: ToldApproval[] }[] } } };
  const read = `query ($id: ID!) { conversation(id: $id) { turns { nodes { state steps { tool outcome }
    toolApprovals { id fingerprint } } } } }`;
  const { conversation } = await host.query<Read>(read, { id: conversationId });
  expect(conversation.turns.nodes).toMatchObject([
    { state: 'WAITING', steps: [{ tool: 'list_documents' }, { tool: 'WriteNote', outcome: 'WAITING' }] },
  ]);
  const events = async () => {
    const rows = await host.assembly.platform.database.tenant(host.id, (tx) =>
      tx.query<{ name: string; payload: object }>(
        `select name, payload from platform.outbox where name like 'assistant.%' order by id`,
      ),
    );
    return rows.map(({ name, payload }) => ({ name, payload }));
  };
  const about = { conversationId, turnId: id };
  expect(await events()).toEqual([{ name: 'assistant.waiting', payload: { ...about, approvals: 1 } }]);
  const approval = proposed(conversation.turns.nodes[0]?.toolApprovals ?? []);
  await host.query(
    'mutation ($input: DecideToolCallInput!) { decideToolCall(input: $input) { __typename } }',
    { input: { approvalId: approval.id, fingerprint: approval.fingerprint, decision: 'APPROVE' } },
  );
  await host.settled();
  expect(await events()).toContainEqual({
    name: 'assistant.finished',
    payload: { ...about, outcome: 'ANSWERED' },
  });
  expect(await names()).toContain('goal.txt');
});
