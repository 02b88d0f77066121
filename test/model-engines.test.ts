import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../testkit/assembled-system.js';
import {
  type ChaosProvider,
  refuse,
  say,
  startChaosProvider,
  unhurried,
} from '../testkit/providers/index.js';
import { runSelection, type StreamedRun, streamRun } from '../testkit/streamed-run.js';
import { callerOf } from '../testkit/subgraph-host.js';

const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'] });
const lease =
  'The lease of the boathouse begins on 1 May 2026. The rent is EUR 300.00 a month. The roof of copper is mended by the owner.';

let folder: string;
let server: ChaosProvider;
let system: AssembledSystem;
let id = '';
beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  const chat = { provider: 'openai', baseUrl: server.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  system = await assembleSystem({ MODELS: `file:${join(folder, 'models.json')}` });
  server.next(refuse(400));
  ({ id } = await system.document(ann, lease, { name: 'lease.txt' }));
});
afterAll(async () => {
  await system?.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = (question: string) =>
  streamRun(system, ann, {
    subgraph: 'answers',
    source: `subscription ($question: String!) { ask(question: $question) { ${runSelection} } }`,
    variables: { question },
  });
function expectPlaces({ citations }: StreamedRun, text: string): void {
  for (const { start, end, quote, document } of citations) {
    expect(document?.id).toBe(id);
    expect(codePointSlice(text, start, end)).toBe(quote);
  }
}

test('an answer of a model cites the passages that its markers name', async () => {
  server.next(say('It beg', 'ins on 1 May 2026 [1', ']. ', 'Who knows [7].'));
  const run = await ask('When does the lease of the boathouse begin?');
  const asked = server.requests[0]?.messages;
  expect(asked?.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(asked?.[1]?.content).toContain(`[1] ${lease}`);
  expect(run.text).toBe('It begins on 1 May 2026 [1]. Who knows [7].');
  expect(run.end.result).toMatchObject({
    __typename: 'Answer',
    text: run.text,
    result: { engine: 'MODEL', grounded: true },
  });
  expect(run.citations).toHaveLength(1);
  expect(codePointSlice(run.text, run.citations[0]?.answerStart ?? 0, run.citations[0]?.answerEnd)).toBe(
    'It begins on 1 May 2026',
  );
  expectPlaces(run, lease);
});

test.each([
  ['in one piece', ['INSUFFICIENT']],
  ['in pieces, with a full stop', ['INSUF', 'FICIENT', '.']],
  ['with white space', [' INSUFFICIENT\n']],
  ['without a word', ['']],
])('a model that finds no answer says so %s, and none of it is shown', async (_name, parts) => {
  server.next(say(...parts));
  const run = await ask(`Is the roof of copper? ${newId()}`);
  expect(run.text).toBe('');
  expect(run.end.result?.__typename).toBe('InsufficientEvidence');
});

test('an answer that begins like a refusal is shown whole', async () => {
  server.next(say('IN', ' copper [1].'));
  expect((await ask('Of what is the roof?')).text).toBe('IN copper [1].');
  server.next(say('INS'));
  const short = await ask('Which letters are these of copper?');
  expect([short.text, short.end.result?.__typename]).toEqual(['INS', 'NeedsReview']);
});

test('an answer without a citation needs a person', async () => {
  server.next(say('It is made of gold.'));
  expect((await ask('Of what is the roof of the boathouse made?')).end.result).toMatchObject({
    __typename: 'NeedsReview',
    result: { grounded: false },
  });
});

test('a model is not asked when nothing is found that could answer', async () => {
  server.next(say('Something made up [1].'));
  expect((await ask('zxqv wyrm')).end.result?.__typename).toBe('InsufficientEvidence');
  expect(server.requests).toEqual([]);
});

test('a summary of a model cites the sentences that it rests on', async () => {
  const source = `subscription ($id: ID!) { summarize(documentId: $id, anew: true) { ${runSelection} } }`;
  const summarize = () => streamRun(system, ann, { subgraph: 'summarization', source, variables: { id } });
  server.next(say('The rent of the boathouse is EUR 300.00 a month', '. The owner mends the copper roof.'));
  const run = await summarize();
  expect(run.end.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL', grounded: true } });
  expect(run.citations.map(({ quote }) => quote)).toEqual([
    'The rent is EUR 300.00 a month.',
    'The roof of copper is mended by the owner.',
  ]);
  expectPlaces(run, lease);
  server.next(say('A dragon guards the treasure.'));
  expect((await summarize()).end.result?.__typename).toBe('NeedsReview');
});

test('an explanation of a model cites the evidence of the recommendation', async () => {
  server.next(refuse(400));
  const twin = `${lease} It was signed by both.`;
  const { id: copyId } = await system.document(ann, twin, { name: 'twin.txt' });
  type Found = { recommendations: { nodes: { id: string }[] } };
  const filter = `query ($id: ID) { recommendations(filter: { documentId: $id }) { nodes { id } } }`;
  const { recommendations } = await system.data<Found>(ann, 'recommendations', filter, { id: copyId });
  server.next(say('The two letters say the same.'));
  const run = await streamRun(system, ann, {
    subgraph: 'advice',
    source: `subscription ($id: ID!) { explainRecommendation(recommendationId: $id) { ${runSelection} } }`,
    variables: { id: recommendations.nodes[0]?.id },
  });
  expect(run.end.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL', grounded: true } });
  expect(run.citations.length).toBeGreaterThan(0);
  expectPlaces(run, lease);
});

test('when the model fails before it says anything, the built-in engine answers', async () => {
  server.next(refuse(400));
  const run = await ask('What is the rent of the boathouse?');
  expect(run.end.result).toMatchObject({
    __typename: 'Answer',
    result: { engine: 'BUILT_IN', grounded: true },
  });
  expect(run.text).toContain('EUR 300.00');
});
