import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'] });
const stranger = callerOf(newId(), { actor: 'user:eve', roles: ['member'] });
const contract =
  'The maintenance contract of the pump begins on 1 March 2026. The maintenance contract of the pump ends on 28 February 2028.';

interface Answered {
  __typename: string;
  code?: string;
  text: string;
  standaloneQuestion: string | null;
  claims: { text: string; supported: boolean; citations: number }[];
  conflicts: { claim: string; values: { text: string; documentId: string; quote: string }[] }[];
  followUps: string[];
  result: { runId: string; grounded: boolean };
}

let system: AssembledSystem;
let pump = '';
let oldList = '';
let newList = '';
beforeAll(async () => {
  system = await assembleSystem();
  ({ id: pump } = await system.document(ann, contract, { name: 'contract.txt' }));
  ({ id: oldList } = await system.document(ann, 'The price of the harbour berth is EUR 75.00 a week.'));
  ({ id: newList } = await system.document(
    ann,
    'The price of the harbour berth is EUR 82.50 a week. Guests pay the harbour master.',
  ));
});
afterAll(() => system?.close());

const source = `mutation ($input: AnswerQuestionInput!) { answerQuestion(input: $input) { __typename
  ... on AnsweredQuestion { text standaloneQuestion claims { text supported citations } followUps
    conflicts { claim values { text documentId quote } } result { runId grounded } }
  ... on Failure { code } } }`;
async function answer(input: object, context = ann): Promise<Answered> {
  const asked = system.data<{ answerQuestion: Answered }>(context, 'answers', source, { input });
  let isAnswered = false;
  const ended = asked.finally(() => {
    isAnswered = true;
  });
  // The run is started by another task of this process; it is worked on as soon as it is there.
  while (!isAnswered) await system.work(context, 'capabilities.run');
  return (await ended).answerQuestion;
}

test('documents that differ are shown beside the answer', async () => {
  const { text, claims, conflicts, followUps, result } = await answer({
    question: 'What is the price of the harbour berth?',
  });
  expect(text).toContain('EUR');
  expect(result.grounded).toBe(true);
  expect(claims.every(({ supported, citations }) => supported && citations > 0)).toBe(true);
  const values = conflicts[0]?.values ?? [];
  expect(new Map(values.map((value) => [value.documentId, value.text]))).toEqual(
    new Map([
      [oldList, 'EUR 75.00'],
      [newList, 'EUR 82.50'],
    ]),
  );
  for (const { text: value, quote } of values) expect(quote).toContain(value);
  expect(followUps.length).toBeGreaterThan(0);
});

test('a question is understood by the one before it, sent along or named by its run', async () => {
  const first = 'When does the maintenance contract of the pump begin?';
  const begin = await answer({ question: first });
  const question = 'And when does it end?';
  const sent = await answer({ question, previous: [{ question: first, answer: begin.text }] });
  expect(sent.standaloneQuestion).toBe(`${question} (${first})`);
  expect(sent.text).toContain('28 February 2028');
  const named = await answer({ question, previousRunId: begin.result.runId });
  expect(named).toMatchObject({ standaloneQuestion: sent.standaloneQuestion, text: sent.text });
  expect((await answer({ question })).standaloneQuestion).toBeNull();
});

test('what follows a run is made from its documents too: it goes with them', async () => {
  const { result } = await answer({ question: 'When does the maintenance contract of the pump begin?' });
  const question = 'What is the price of the harbour berth a week?';
  const input = { question, documentIds: [oldList], previousRunId: result.runId };
  const followed = await answer(input);
  expect(followed.__typename).toBe('AnsweredQuestion');
  const { runId } = followed.result;
  const { run } = await system.data<{ run: { documents: { id: string }[] } }>(
    ann,
    'capabilities',
    'query ($id: ID!) { run(id: $id) { documents { id } } }',
    { id: runId },
  );
  expect(new Set(run.documents.map(({ id }) => id))).toEqual(new Set([pump, oldList]));
});

test('a run that may not be seen cannot be followed, and bad input is told', async () => {
  const { result } = await answer({ question: 'When does the maintenance contract begin?' });
  const question = 'And when does it end?';
  expect(await answer({ question, previousRunId: result.runId }, stranger)).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await answer({ question, previousRunId: newId() })).toMatchObject({ code: 'NOT_FOUND' });
  const previous = Array.from({ length: 11 }, () => ({ question: 'x', answer: 'y' }));
  expect(await answer({ question, previous })).toMatchObject({ __typename: 'InvalidInput' });
});
