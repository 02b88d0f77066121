import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
let documentId = '';
const sentences = ['The mill grinds flour.', 'The wheel is of oak.', 'The miller is old.', 'Flour is sold.'];
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
  ({ id: documentId } = await host.addDocument(sentences.join(' ')));
  await host.query(`mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename } }`, {
    input: { id: 'mills', capability: 'summarization.summarize' },
  });
  const cases = Array.from({ length: 32 }, (_, at) => ({
    id: `case-${at}`,
    input: { documentId, sentences: 1 + (at % 3) },
    expected: sentences.slice(0, 3).join(' '),
  }));
  await host.query(`mutation ($input: AddCasesInput!) { addCases(input: $input) { __typename } }`, {
    input: { datasetId: 'mills', text: cases.map((each) => JSON.stringify(each)).join('\n') },
  });
});
afterAll(() => host?.close());

const failure = '... on Failure { code message }';
const comparison = 'pairs difference interval { low high } p verdict';
const fields = `id state datasetVersion total done failed error evaluators variants { name arguments }
  estimate { runs modelRuns estimatedCostUsd budgetAdmits }
  summaries { variant evaluator measure caseCount mean meanValue interval { low high } against { ${comparison} } }`;
interface Comparison {
  pairs: number;
  difference: number;
  verdict: string;
  p: number | null;
}
interface Experiment {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
  estimate: { runs: number; modelRuns: number; estimatedCostUsd: string };
  summaries: {
    variant: string;
    measure: string;
    caseCount: number;
    mean: number;
    against: Comparison | null;
  }[];
}
type Started = { __typename: string; experiment?: Experiment; code?: string; message?: string };

const two = [
  { name: 'one', arguments: { sentences: 1 } },
  { name: 'three', arguments: { sentences: 3 } },
];
const plan = (variants: readonly object[] = two, more: object = {}) => ({
  name: 'How many sentences',
  datasetId: 'mills',
  variants,
  evaluators: [{ id: 'evaluation.rouge' }, { id: 'evaluation.latency' }, { id: 'evaluation.judge' }],
  ...more,
});
const start = async (input: object = plan(), at: Pick<TestHost, 'query'> = host) => {
  const source = `mutation ($input: StartExperimentInput!) { it: startExperiment(input: $input) {
    __typename ... on ExperimentPayload { experiment { ${fields} } } ${failure} } }`;
  return (await at.query<{ it: Started }>(source, { input })).it;
};
const read = async (id: string, at: Pick<TestHost, 'query'> = host) => {
  const source = `query ($id: ID!) { experiment(id: $id) { ${fields} } }`;
  return (await at.query<{ experiment: Experiment | null }>(source, { id })).experiment;
};

test('variants are tried on every case, measured, and compared with the first', async () => {
  const started = await start();
  expect(started.experiment).toMatchObject({
    total: 64,
    estimate: { runs: 64, modelRuns: 0, estimatedCostUsd: '0.000000', budgetAdmits: true },
  });
  const id = started.experiment?.id ?? '';
  const seen: Experiment[] = [];
  for await (const each of host.stream<Experiment>(
    `subscription ($id: ID!) { experimentProgress(id: $id) { ${fields} } }`,
    { id },
  ))
    seen.push(each);
  const last = seen.at(-1);
  expect(last).toMatchObject({ state: 'FINISHED', done: 64, failed: 0, total: 64 });
  const done = seen.map((each) => each.done);
  expect(done).toEqual([...done].sort((one, other) => one - other));
  const of = (variant: string, measure: string) =>
    last?.summaries.find((each) => each.variant === variant && each.measure === measure);
  expect(of('one', 'ROUGE-1')).toMatchObject({ caseCount: 32, against: null });
  expect(of('three', 'ROUGE-1')).toMatchObject({ against: { pairs: 32, verdict: 'BETTER' } });
  expect(of('three', 'ROUGE-1')?.against?.p).toBeLessThan(0.001);
  expect(of('three', 'ROUGE-1')?.mean).toBeGreaterThan(of('one', 'ROUGE-1')?.mean ?? 1);
  expect(of('three', 'latency')).toMatchObject({ meanValue: expect.any(Number) });
  const page = `query ($id: ID!) { experiment(id: $id) { results(first: 100, variant: "three") { totalCount
    nodes { caseId variant runId outcome output scores { measure score reason } skipped { evaluator reason } } } } }`;
  type Node = { runId: string; outcome: string; skipped: { evaluator: string; reason: string }[] };
  const { experiment } = await host.query<{
    experiment: { results: { totalCount: number; nodes: Node[] } };
  }>(page, { id });
  expect(experiment.results.totalCount).toBe(32);
  for (const { outcome, skipped } of experiment.results.nodes) {
    expect(outcome).toBe('Answer');
    expect(skipped).toEqual([{ evaluator: 'evaluation.judge', reason: 'NO_MODEL' }]);
  }
  const compare = `query ($input: CompareExperimentsInput!) { it: compareExperiments(input: $input) {
    __typename ... on ExperimentComparison { measures { measure comparison { ${comparison} } } } ${failure} } }`;
  const input = { experimentId: id, variant: 'one', baselineId: id, baselineVariant: 'three' };
  type Compared = { it: { measures: { measure: string; comparison: Comparison }[] } };
  const { it } = await host.query<Compared>(compare, { input });
  expect(it.measures.find(({ measure }) => measure === 'ROUGE-1')?.comparison.verdict).toBe('WORSE');
  const source = `query ($id: ID!, $format: CaseFileFormat!) { exportExperiment(id: $id, format: $format) { lines text } }`;
  for (const format of ['JSONL', 'CSV']) {
    type Exported = { exportExperiment: { lines: number; text: string } };
    const { exportExperiment } = await host.query<Exported>(source, { id, format });
    expect(exportExperiment.lines).toBe(64);
    expect(exportExperiment.text).toContain('case-31');
  }
});

test('a trial leaves no stored result', async () => {
  const { documents } = await host.query<{ documents: { nodes: { summary: unknown }[] } }>(
    '{ documents(first: 1) { nodes { summary(sentences: 3) { text } } } }',
  );
  expect(documents.nodes[0]?.summary).toBeNull();
});

test('a plan that cannot be followed names what is wrong', async () => {
  const refused = async (input: object) => {
    const { __typename, message } = await start(input);
    return `${__typename} ${message}`;
  };
  expect(await refused(plan([]))).toMatch(/InvalidInput .*variants/);
  expect(await refused(plan([two[0] ?? {}, two[0] ?? {}]))).toMatch(/InvalidInput .*name of its own/);
  expect(await refused(plan(two, { datasetId: 'none' }))).toMatch(/NotFound .*none/);
  expect(await refused(plan(two, { version: 7 }))).toMatch(/NotFound .*Version 7/);
  expect(await refused(plan(two, { evaluators: [{ id: 'no.such' }] }))).toMatch(/NotFound .*no\.such/);
  expect(await refused(plan([{ name: 'x', capability: 'no.such' }]))).toMatch(/NotFound/);
  expect(await refused(plan([{ name: 'x', arguments: { sentences: 99 } }]))).toMatch(
    /InvalidInput .*case-0 does not fit the variant x/,
  );
});

test('what cannot answer is a result of its own, and few cases are too few', async () => {
  await host.query(`mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename } }`, {
    input: { id: 'few', capability: 'summarization.summarize' },
  });
  await host.query(`mutation ($input: PutCaseInput!) { putCase(input: $input) { __typename } }`, {
    input: { datasetId: 'few', id: 'only', input: { documentId }, expected: 'flour' },
  });
  const variants = [{ name: 'a' }, { name: 'b' }, { name: 'model', engine: 'MODEL' }];
  const started = await start(plan(variants, { datasetId: 'few' }));
  await host.settled();
  const ended = await read(started.experiment?.id ?? '');
  expect(ended).toMatchObject({ state: 'FINISHED', total: 3, failed: 1 });
  const second = ended?.summaries.find(({ variant, measure }) => variant === 'b' && measure === 'ROUGE-1');
  expect(second?.against).toMatchObject({ pairs: 1, verdict: 'INSUFFICIENT', p: null });
});

test('an experiment that is cancelled ends, and another tenant does not see it', async () => {
  const started = await start();
  const id = started.experiment?.id ?? '';
  const cancel = `mutation ($id: ID!) { it: cancelExperiment(input: { id: $id }) {
    __typename ... on ExperimentPayload { experiment { state done } } ${failure} } }`;
  type Cancelled = { it: { __typename: string; experiment: { state: string } } };
  const other = await host.tenant();
  expect(await read(id, other)).toBeNull();
  expect((await other.query<Cancelled>(cancel, { id })).it.__typename).toBe('NotFound');
  expect((await host.query<Cancelled>(cancel, { id })).it.experiment.state).toBe('CANCELLED');
  await host.settled();
  const after = await read(id);
  expect(after?.state).toBe('CANCELLED');
  expect(after?.done).toBeLessThan(64);
});

test('so many experiments run at once, and no more', async () => {
  const ends = await Promise.all([start(), start()]);
  const third = await start();
  expect(third).toMatchObject({ __typename: 'Conflict' });
  expect(third.message).toMatch(/2 experiments run/);
  for (const { experiment } of ends) {
    const cancel = `mutation ($id: ID!) { cancelExperiment(input: { id: $id }) { __typename } }`;
    await host.query(cancel, { id: experiment?.id });
  }
  await host.settled();
});
