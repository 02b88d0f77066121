import { operation } from 'tributary/client';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await TestSystem.start({ settings: { PORT: String(await freePort()) } });
});
afterAll(() => system?.close());

const cases = 120;
const progress = operation<{ experiment: { state: string; done: number; failed: number } }>(
  'query ($id: ID!) { experiment(id: $id) { state done failed } }',
);

test('an experiment whose worker is killed goes on, and no case is run or paid twice', async () => {
  const client = system.client();
  const prepare = `mutation ($dataset: CreateDatasetInput!, $cases: AddCasesInput!) {
    createDataset(input: $dataset) { __typename } addCases(input: $cases) { __typename } }`;
  const lines = Array.from({ length: cases }, (_, at) =>
    JSON.stringify({ id: `c${at}`, input: { claims: [`Number ${at} is odd.`], sources: [`${at} is odd.`] } }),
  );
  const variables = {
    dataset: { id: 'crash', capability: 'evaluation.check-claims' },
    cases: { datasetId: 'crash', text: lines.join('\n') },
  };
  await client.request(operation(prepare), variables);
  const start = operation<{ startExperiment: { experiment: { id: string } } }>(
    `mutation ($input: StartExperimentInput!) { startExperiment(input: $input) {
      ... on ExperimentPayload { experiment { id } } } }`,
  );
  const input = {
    datasetId: 'crash',
    variants: [{ name: 'only', engine: 'BUILT_IN' }],
    evaluators: [{ id: 'evaluation.latency' }],
  };
  const { id } = (await client.request(start, { input })).startExperiment.experiment;
  const state = async () => (await system.client().request(progress, { id })).experiment;
  await eventually(state, ({ done }) => done >= 10, 60_000);
  await system.kill();
  await system.start();
  const ended = await eventually(state, ({ state: now }) => now === 'FINISHED', 120_000);
  expect(ended).toEqual({ state: 'FINISHED', done: cases, failed: 0 });
  const [counted] = await system.query<{ runs: number; finished: number; results: number }>(
    `select count(*)::int as runs, count(*) filter (where state = 'FINISHED')::int as finished,
            (select count(*)::int from platform.plugin_store where collection = 'results') as results
       from capabilities.runs where capability = 'evaluation.check-claims'`,
  );
  expect(counted).toEqual({ runs: cases, finished: cases, results: cases });
}, 240_000);
