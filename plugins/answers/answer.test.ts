import type { RequestContext } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { runSelection, streamRun } from '../../testkit/streamed-run.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const contract =
  '😀 The maintenance contract of the pump begins on 1 March 2026. It ends on 28 February 2028.\fThe monthly fee of the contract is EUR 240.00.';
const secret = 'The secret recipe of the bakery asks for nine grams of cardamom.';

let system: AssembledSystem;
let open: { id: string; versionId: string };
let hidden: { id: string; versionId: string };
beforeAll(async () => {
  system = await assembleSystem();
  open = await system.document(ann, contract, { name: 'contract.txt' });
  hidden = await system.document(ann, secret, { name: 'recipe.txt', groups: [group] });
});
afterAll(() => system.close());

const source = `subscription ($question: String!, $documentIds: [ID!], $anew: Boolean, $after: Cursor) {
  ask(question: $question, documentIds: $documentIds, anew: $anew, after: $after) { ${runSelection} } }`;
const ask = (context: RequestContext, question: string, more: object = {}) =>
  streamRun(system, context, { subgraph: 'answers', source, variables: { question, ...more } });
const latest = async (context: RequestContext, question: string) =>
  (
    await system.data<{ latestAnswer: { text: string } | null }>(
      context,
      'answers',
      'query ($question: String!) { latestAnswer(question: $question) { text result { engine grounded } } }',
      { question },
    )
  ).latestAnswer;

test('an answer is streamed, and each citation stands in the answer and in the page', async () => {
  const { parts, text, citations, end } = await ask(bob, 'When does the maintenance contract begin?');
  expect(parts[0]?.__typename).toBe('RunStarted');
  expect(text).toContain('1 March 2026');
  expect(end.result).toMatchObject({
    __typename: 'Answer',
    text,
    result: { engine: 'BUILT_IN', grounded: true },
  });
  expect(citations.length).toBeGreaterThan(0);
  const pages = contract.split('\f');
  for (const { answerStart, answerEnd, page, start, end: to, quote, document, versionId } of citations) {
    expect(document?.id).toBe(open.id);
    expect(versionId).toBe(open.versionId);
    expect(codePointSlice(pages[page - 1] ?? '', start, to)).toBe(quote);
    expect(codePointSlice(text, answerStart, answerEnd)).toBe(quote);
  }
  expect(new Set(parts.map(({ cursor }) => cursor)).size).toBe(parts.length);
});

test('what the documents do not say is not answered', async () => {
  const { text, citations, end } = await ask(bob, 'Which dragon guards the treasure of the castle?');
  expect({ text, citations, type: end.result?.__typename }).toEqual({
    text: '',
    citations: [],
    type: 'InsufficientEvidence',
  });
});

test('an answer rests on documents that the caller may read', async () => {
  const question = 'How much cardamom does the secret recipe of the bakery ask for?';
  const mine = await ask(ann, question);
  expect(mine.text).toContain('nine grams');
  expect(mine.citations.map(({ document }) => document?.id)).toEqual([hidden.id]);
  const theirs = await ask(bob, question);
  expect(theirs.end.result?.__typename).toBe('InsufficientEvidence');
  expect(JSON.stringify(theirs)).not.toContain('cardamom');
  expect(theirs.end.runId).not.toBe(mine.end.runId);
  expect(await latest(ann, question)).toMatchObject({ text: mine.text });
  expect(await latest(bob, question)).toBeNull();
  const stranger = callerOf(newId(), { roles: ['admin'], groups: [group] });
  expect((await ask(stranger, question)).end.result?.__typename).toBe('InsufficientEvidence');
});

test('the same question is answered once, and its stream can be gone on with', async () => {
  const question = 'When does the contract of the pump end?';
  const first = await ask(bob, question);
  const second = await ask(bob, question);
  expect(second.parts).toEqual(first.parts);
  const rest = await ask(bob, question, { after: first.parts[1]?.cursor });
  expect(rest.parts).toEqual(first.parts.slice(2));
  const anew = await ask(bob, question, { anew: true });
  expect(anew.end.runId).not.toBe(first.end.runId);
  expect(anew.text).toBe(first.text);
  expect(await latest(bob, question)).toMatchObject({ text: first.text, result: { engine: 'BUILT_IN' } });
});

test('documents that are named bound the question, in whatever order they are named', async () => {
  const question = 'What is the monthly fee of the contract?';
  const other = await system.document(ann, 'The monthly fee of the garage is EUR 75.00.');
  const both = await ask(bob, question, { documentIds: [open.id, other.id] });
  const again = await ask(bob, question, { documentIds: [other.id, open.id, open.id] });
  expect(again.end.runId).toBe(both.end.runId);
  const one = await ask(bob, question, { documentIds: [other.id] });
  expect(one.citations.map(({ document }) => document?.id)).toEqual([other.id]);
  expect((await ask(bob, question, { documentIds: [] })).end.result?.__typename).toBe('InsufficientEvidence');
  const whole = await ask(bob, question);
  expect((await ask(bob, question, { documentIds: null })).end.runId).toBe(whole.end.runId);
  await expect(ask(bob, question, { documentIds: [hidden.id] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what cannot be asked is refused', async () => {
  for (const [question, more] of [
    ['', {}],
    ['x'.repeat(2001), {}],
    ['a\0', {}],
    ['who?', { documentIds: ['no id'] }],
  ] as const)
    await expect(ask(bob, question, more)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const key = callerOf(ann.tenant, { scopes: ['documents:read'] });
  await expect(ask(key, 'When does it begin?')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
