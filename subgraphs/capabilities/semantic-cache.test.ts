import { randomUUID } from 'node:crypto';
import type { RequestContext } from 'tributary/sdk';
import { embed, refuse, say, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const carl = callerOf(tenant, { actor: 'user:carl', roles: ['member'], groups: ['a'] });
const bert = callerOf(tenant, { actor: 'user:bert', roles: ['member'], groups: ['b'] });
let host: ModelHost;

/** The same words in another order mean the same. */
function bagOfWords(text: string): number[] {
  const vector = new Array<number>(64).fill(0);
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
    const place = [...word].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 64;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
}

beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    aliases: {
      chat: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'a-model' },
      embed: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'vectors' },
    },
  }));
  host.provider.nextEmbeddings(embed(bagOfWords));
});
afterAll(() => host.close());

let answers = 0;
/** What the run gave, and whether the model was asked for it. */
const ask = async (input: object, context: RequestContext = anna, anew = false) => {
  answers += 1;
  host.provider.next(say(`Answer ${answers}.`));
  const request = { capability: 'trial.meant', arguments: input, idempotencyKey: null, anew };
  const { runId, joined } = await host.platform.runs.start(context, request);
  if (!joined) await host.work(context, runId);
  const result = await host.result(context, runId);
  return { runId, result, text: 'text' in result ? result.text : null, cached: result.result.cached };
};

it('gives the answer to a question that means the same, word by word, for nothing', async () => {
  const first = await ask({ question: 'How long is the river Rhine' });
  const second = await ask({ question: 'the river Rhine is how long' }, carl);
  expect(first.cached).toBeNull();
  expect(second).toMatchObject({ text: first.text, cached: 'SEMANTIC' });
  expect(second.runId).not.toBe(first.runId);
  expect(second.result.result).toMatchObject({
    engine: 'MODEL',
    model: 'a-model',
    promptVersion: 'ask@1',
    costUsd: '0',
    inputTokens: 0,
  });
  const events = await host.events(carl, second.runId);
  expect(events.map(({ type }) => type)).toEqual(['RunStarted', 'TextDelta', 'RunFinished']);
  expect(host.provider.requests).toEqual([]);
  const [decision] = await host.db.database.tenant(tenant, (tx) =>
    tx.query('select body from platform.audit_intake where id = $1', [second.result.result.decisionId]),
  );
  expect(decision).toMatchObject({ body: { reusedRun: first.runId, outcome: 'Answer' } });
});

it('makes an answer for another question, other rights, another tenant, another rest of the input, and anew', async () => {
  await ask({ question: 'Where does the Elbe end' });
  const same = 'the Elbe does end where';
  expect((await ask({ question: 'Where does the Oder end then' })).cached).toBeNull();
  expect((await ask({ question: same }, bert)).cached).toBeNull();
  expect((await ask({ question: same, topic: 'shipping' })).cached).toBeNull();
  expect((await ask({ question: same }, anna, true)).cached).toBeNull();
  const stranger = callerOf(randomUUID(), { actor: 'user:eve', roles: ['member'], groups: ['a'] });
  host.provider.next(say('For Eve.'));
  const runId = await host.start(stranger, 'trial.meant', { question: same });
  await host.work(stranger, runId);
  expect(await host.result(stranger, runId)).toMatchObject({ text: 'For Eve.', result: { cached: null } });
});

it('takes questions with other numbers for other questions, however near', async () => {
  const about = (number: string) =>
    `what does the letter of the company of the mill say about invoice ${number}`;
  await ask({ question: about('17') });
  expect((await ask({ question: about('17').replace('what does', 'does what') })).cached).toBe('SEMANTIC');
  expect((await ask({ question: about('18') })).cached).toBeNull();
  expect((await ask({ question: about('17.5') })).cached).toBeNull();
});

it('forgets an answer with its document, and with the version of its prompt', async () => {
  const { documentId } = await host.document(tenant, 'About ships', ['group:a']);
  await ask({ question: 'What sails on the sea', documentId });
  expect((await ask({ question: 'on the sea what sails', documentId })).cached).toBe('SEMANTIC');
  host.revise(documentId, 'About boats');
  expect((await ask({ question: 'the sea what sails on', documentId })).cached).toBeNull();
  await host.db.database.tenant(tenant, async (tx) => {
    for (const eraser of host.subgraphParts.erasers ?? []) await eraser.document?.(tx, documentId);
    const left = await tx.query(
      `select 1 from capabilities.semantic_answers a join capabilities.runs r on r.id = a.run_id
        where r.document_ids @> array[$1::uuid]`,
      [documentId],
    );
    expect(left).toEqual([]);
  });
  await ask({ question: 'Who sails the seven seas' });
  await host.parts.ports.prompts.seed(
    host.plugins.prompts.map((prompt) => ({ ...prompt, text: `Briefly. ${prompt.text}` })),
  );
  expect((await ask({ question: 'the seven seas who sails' })).cached).toBeNull();
});

it('makes an answer when questions cannot be compared, and keeps no failure', async () => {
  host.provider.nextEmbeddings(refuse(400));
  expect((await ask({ question: 'Is there anybody out there' })).cached).toBeNull();
  host.provider.nextEmbeddings(embed(bagOfWords));
  expect((await ask({ question: 'Is anybody out there there' })).cached).toBeNull();
  host.provider.next(refuse(400));
  const failed = await host.start(anna, 'trial.meant', { question: 'Will this go wrong' });
  await host.work(anna, failed);
  expect((await ask({ question: 'this will go wrong' })).cached).toBeNull();
});

it('never crosses tenants or rights: 150 random asks of few questions', async () => {
  const tenants = [randomUUID(), randomUUID()];
  const owners = new Map<string, string>();
  let hits = 0;
  let state = 11;
  const random = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % most;
  };
  for (let turn = 0; turn < 150; turn += 1) {
    const groups = [['a'], ['b'], ['a', 'b']][random(3)] ?? [];
    const context = callerOf(tenants[random(2)] ?? '', {
      actor: `user:${random(4)}`,
      roles: ['member'],
      groups,
    });
    const owner = JSON.stringify([context.tenant, context.rights]);
    host.provider.next(say(`Answer for ${turn}`));
    const words = ['which', 'way', 'is', 'up'];
    const shift = random(4);
    const question = [...words.slice(shift), ...words.slice(0, shift)].join(' ');
    const runId = await host.start(context, 'trial.meant', { question });
    await host.work(context, runId);
    const result = await host.result(context, runId);
    const answer = 'text' in result ? (result.text ?? '') : '';
    if (owners.has(answer)) hits += 1;
    expect(owners.get(answer) ?? owner).toBe(owner);
    owners.set(answer, owner);
  }
  expect(hits).toBeGreaterThan(100);
});
