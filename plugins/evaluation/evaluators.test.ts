import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
});
afterAll(() => host?.close());

interface Score {
  measure: string;
  score: number;
  value: number | null;
  reason: string;
}
interface Result {
  caseId: string;
  variant: string;
  outcome: string;
  scores: Score[];
  skipped: { evaluator: string; reason: string }[];
}
let count = 0;

/** The results of a small experiment over claims, whose output is what the built-in engine says of them. */
async function tried(
  expected: unknown,
  evaluators: readonly (string | { id: string; parameters: object })[],
  variants: readonly object[] = [{ name: 'a' }],
): Promise<Result[]> {
  count += 1;
  const id = `evaluators-${count}`;
  const input = { claims: ['The mill was built in 1780.'], sources: ['In 1780 the mill was built.'] };
  await host.query(
    `mutation ($dataset: CreateDatasetInput!, $case: PutCaseInput!) {
      createDataset(input: $dataset) { __typename } putCase(input: $case) { __typename } }`,
    {
      dataset: { id, capability: 'evaluation.check-claims' },
      case: { datasetId: id, id: 'only', input, expected },
    },
  );
  type Started = { it: { experiment: { id: string } } };
  const { it } = await host.query<Started>(
    `mutation ($input: StartExperimentInput!) { it: startExperiment(input: $input) {
      ... on ExperimentPayload { experiment { id } } } }`,
    {
      input: {
        datasetId: id,
        variants,
        evaluators: evaluators.map((each) => (typeof each === 'string' ? { id: each } : each)),
      },
    },
  );
  await host.settled();
  type Found = { experiment: { state: string; results: { nodes: Result[] } } };
  const { experiment } = await host.query<Found>(
    `query ($id: ID!) { experiment(id: $id) { state results(first: 50) { nodes { caseId variant outcome
      scores { measure score value reason } skipped { evaluator reason } } } } }`,
    { id: it.experiment.id },
  );
  expect(experiment.state).toBe('FINISHED');
  return experiment.results.nodes;
}
const scoresOf = async (...asked: Parameters<typeof tried>) => {
  const [result] = await tried(...asked);
  return Object.fromEntries((result?.scores ?? []).map(({ measure, score }) => [measure, score]));
};

test('fields are compared exactly, and by how alike they are', async () => {
  const expected = { text: '1 of 1 claims are supportd.', supportedShare: '1.0', missing: 'x' };
  expect(await scoresOf(expected, ['evaluation.exact-fields'])).toEqual({
    fields: expect.closeTo(1 / 3),
    'field text': 0,
    'field supportedShare': 1,
    'field missing': 0,
  });
  expect(await scoresOf(expected, ['evaluation.fuzzy-fields'])).toMatchObject({
    fields: expect.closeTo(2 / 3),
    'field text': 1,
  });
});

test('texts are compared by their words', async () => {
  const expected = '1 of 1 claims are supported.';
  expect(await scoresOf(expected, ['evaluation.answer-match', 'evaluation.rouge'])).toEqual({
    'exact match': 1,
    'word F1': 1,
    'ROUGE-1': 1,
    'ROUGE-2': 1,
    'ROUGE-L': 1,
  });
});

test('what does not apply is skipped by name, and hinders no other', async () => {
  const asked = ['evaluation.retrieval', 'evaluation.context', 'evaluation.judge', 'evaluation.latency'];
  const [result] = await tried(null, asked);
  expect(result?.skipped).toEqual([
    { evaluator: 'evaluation.retrieval', reason: 'the case expects no documents' },
    { evaluator: 'evaluation.context', reason: 'the case expects no documents' },
    { evaluator: 'evaluation.judge', reason: 'NO_MODEL' },
  ]);
  expect(result?.scores).toMatchObject([{ measure: 'latency', value: expect.any(Number) }]);
});

test('retrieval is measured by ids', async () => {
  const document = await host.addDocument('The mill grinds flour.');
  const scores = await scoresOf({ relevant: { [document.id]: 1 } }, [
    'evaluation.retrieval',
    'evaluation.context',
  ]);
  expect(scores).toEqual({
    'nDCG@10': 0,
    'MRR@10': 0,
    'recall@10': 0,
    'context precision': 0,
    'context recall': 0,
  });
});

test('a judge scores by the rubric that it is told, and compares two answers in both orders', async () => {
  const rubric = 'It says a year.';
  const builtIn = [
    { name: 'a', engine: 'BUILT_IN' },
    { name: 'b', engine: 'BUILT_IN', arguments: { kind: 'SUMMARY' } },
  ];
  host.model.says(JSON.stringify({ score: 0.75, reason: 'It says the year.' }));
  const [one] = await tried(null, [{ id: 'evaluation.judge', parameters: { rubric } }], builtIn.slice(0, 1));
  expect(one?.scores).toMatchObject([{ measure: 'judge', score: 0.75, reason: 'It says the year.' }]);
  expect(JSON.stringify(host.model.requests)).toContain(rubric);
  // Whoever always prefers the first place prefers neither answer.
  host.model.says(JSON.stringify({ better: 'FIRST', reason: 'It came first.' }));
  const pairs = await tried(null, ['evaluation.judge-pairs'], builtIn);
  expect(pairs[0]?.skipped).toEqual([
    { evaluator: 'evaluation.judge-pairs', reason: 'it is the first variant' },
  ]);
  expect(pairs[1]?.scores).toMatchObject([{ measure: 'preferred to the first', score: 0.5 }]);
  host.model.rests();
});

test('variants choose prompt, alias and engine', async () => {
  const judged = {
    claims: [{ supported: true, quote: 'In 1780 the mill was built.', reason: 'It says so.' }],
  };
  host.model.says(JSON.stringify(judged));
  const variants = [
    { name: 'model', engine: 'MODEL', model: 'chat', prompts: { 'check-claims': '1' } },
    { name: 'built-in', engine: 'BUILT_IN' },
  ];
  const results = await tried({ supportedShare: 1 }, ['evaluation.exact-fields'], variants);
  expect(results.map(({ variant, outcome }) => [variant, outcome])).toEqual([
    ['model', 'Answer'],
    ['built-in', 'Answer'],
  ]);
  type Runs = { runs: { nodes: { result: { result: { engine: string; promptVersion: string | null } } }[] } };
  const { runs } = await host.query<Runs>(
    `{ runs(filter: { capability: "evaluation.check-claims" }, first: 2) { nodes { result { ... on Answer {
      result { engine promptVersion } } } } } }`,
  );
  expect(runs.nodes.map(({ result }) => result.result)).toEqual([
    { engine: 'BUILT_IN', promptVersion: null },
    { engine: 'MODEL', promptVersion: 'check-claims@1' },
  ]);
  host.model.rests();
});
