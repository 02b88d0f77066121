import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, operation } from 'tributary/client';
import type { ToldTurn } from '../plugins/assistant/fixtures/conversation.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

/*
 * The whole system is killed in the middle of a turn, while a model speaks; and in the middle of its next part, when what
 * was approved has been done. Each goes on by itself, and what it did is there once.
 */

const pause = { delayMs: 2_000 };
const note = {
  toolCall: { name: 'WriteNote', arguments: { name: 'killed.txt', text: 'It was killed twice.' } },
};
// In its second part the model is told what came of the call.
const done = { when: 'DocumentPayload', times: 99, parts: ['It is', ' written', pause, ' now.'] };
const ask = { when: 'Write it down', times: 99, parts: ['I would', ' like', pause, ' to write.', note] };

let system: TestSystem;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-kill-'));
  const file = join(folder, 'models.json');
  const chat = { provider: 'scripted', model: 'scripted', script: { answers: [done, ask] } };
  await writeFile(file, JSON.stringify({ aliases: { chat } }));
  const settings = { PORT: String(await freePort()), MODELS: `file:${file}` };
  system = await TestSystem.start({ settings });
}, 120_000);
afterAll(async () => {
  await system?.close();
  if (folder) await rm(folder, { recursive: true });
});

const turnFields = 'id state text steps { outcome } toolApprovals { id fingerprint state } runIds';
const read = operation<{ conversation: { turns: { nodes: ToldTurn[] } } }>(
  `query ($id: ID!) { conversation(id: $id) { turns { nodes { ${turnFields} } } } }`,
);
const begin = operation<{ startConversation: { conversation: { id: string } } }>(
  `mutation { startConversation(input: {}) { ... on ConversationPayload { conversation { id } } } }`,
);
const send = operation<{ sendMessage: { __typename: string } }>(
  `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { __typename } }`,
);
const decide = operation<{ decideToolCall: { __typename: string } }>(
  `mutation ($input: DecideToolCallInput!) { decideToolCall(input: $input) { __typename } }`,
);

/** Kills the system while a part of the turn goes on, starts it again, and waits until it goes on and the turn has this state. */
async function killIn(part: number, id: string, state: string): Promise<ToldTurn> {
  const goesOn = async () => {
    const [row] = await system.query<{ is: boolean }>(
      `select exists (select from capabilities.runs where capability = 'assistant.reply' and state = 'RUNNING'
                and input->>'part' = $1)
          and ($1 = '1' or exists (select from platform.plugin_store where collection = 'approvals'
                and value->>'state' = 'EXECUTED')) as is`,
      [String(part)],
    );
    return row?.is ?? false;
  };
  await eventually(goesOn, (is) => is, 30_000);
  await system.kill();
  await system.start();
  const servesAt = performance.now();
  const isTaken = async () => {
    const [row] = await system.query<{ epoch: number }>(
      `select epoch from capabilities.runs where capability = 'assistant.reply' and input->>'part' = $1`,
      [String(part)],
    );
    return row?.epoch === 1;
  };
  await eventually(isTaken, (is) => is, 60_000);
  const wentOnMs = Math.round(performance.now() - servesAt);
  process.stdout.write(`killed in part ${part}, the turn went on ${wentOnMs} ms after the start\n`);
  const turn = await eventually(
    () => turnOf(system.client(), id),
    (now) => now.state !== 'RUNNING',
    60_000,
  );
  expect(turn.state).toBe(state);
  return turn;
}

async function turnOf(client: Client, id: string): Promise<ToldTurn> {
  const { conversation } = await client.request(read, { id });
  const [turn] = conversation.turns.nodes;
  if (!turn) throw new RangeError('the conversation has no turn');
  return turn;
}

test('a turn whose system is killed goes on, and what was approved is done once', async () => {
  const client = system.client();
  const { id } = (await client.request(begin, {})).startConversation.conversation;
  await client.request(send, { input: { conversationId: id, message: 'Write it down, please.' } });
  const waiting = await killIn(1, id, 'WAITING');
  expect(waiting).toMatchObject({ text: 'I would like to write.', steps: [{ outcome: 'WAITING' }] });
  expect(waiting.toolApprovals).toHaveLength(1);

  const [approval] = waiting.toolApprovals;
  const input = { approvalId: approval?.id, fingerprint: approval?.fingerprint, decision: 'APPROVE' };
  expect(await system.client().request(decide, { input })).toEqual({
    decideToolCall: { __typename: 'DecideToolCallPayload' },
  });
  const ended = await killIn(2, id, 'ANSWERED');
  expect(ended).toMatchObject({ steps: [{ outcome: 'DONE' }], toolApprovals: [{ state: 'EXECUTED' }] });
  // Each part was begun anew, once.
  const epochs = await system.query<{ epoch: number }>(
    `select epoch from capabilities.runs where capability = 'assistant.reply'`,
  );
  expect(epochs).toEqual([{ epoch: 1 }, { epoch: 1 }]);
  expect(ended.text).toBe('I would like to write.\n\nIt is written now.');
  const [made] = await system.query<Record<string, number>>(
    `select (select count(*)::int from documents.documents) as documents,
            (select count(*)::int from documents.versions) as versions,
            (select count(*)::int from capabilities.runs where capability = 'assistant.reply') as runs`,
  );
  expect(made).toEqual({ documents: 1, versions: 1, runs: 2 });
}, 180_000);
