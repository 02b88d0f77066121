import { type RequestContext, rightsOfAccessList } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { runSelection, streamRun } from '../../testkit/streamed-run.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { beginOf } from './quality/ai-quality.js';
import { isSampled } from './quality/sampling.js';

const group = newId();
const admin = callerOf(newId(), { actor: 'user:admin', roles: ['admin'], groups: [group] });
const { tenant } = admin;
const bob = callerOf(tenant, { actor: 'user:bob', roles: ['reviewer', 'auditor'] });
const viewer = callerOf(tenant, { actor: 'user:viewer', roles: ['viewer'] });
const stranger = callerOf(newId(), { actor: 'user:other', roles: ['admin'] });
const background: RequestContext = {
  ...callerOf(tenant, { actor: 'plugin:evaluation', roles: [] }),
  rights: rightsOfAccessList(['tenant']),
};

let system: AssembledSystem;
const secret = 'The secret mill of Wharram grinds gold at night.';
beforeAll(async () => {
  system = await assembleSystem();
  await system.document(admin, 'The mill in the valley grinds flour for eleven villages.');
  await system.document(admin, secret, { groups: [group] });
});
afterAll(() => system?.close());

const ask = <Data>(context: RequestContext, source: string, variables: object = {}) =>
  system.data<Data>(context, 'evaluation', source, { ...variables });

async function answer(context: RequestContext, question: string): Promise<string> {
  const source = `subscription ($question: String!) { ask(question: $question) { ${runSelection} } }`;
  const run = await streamRun(system, context, { subgraph: 'answers', source, variables: { question } });
  return run.parts[0]?.runId ?? '';
}

/** As if it had been a while ago: what has just ended is looked at in the next turn. */
const age = () =>
  system.db.database.tenant(tenant, (tx) =>
    tx.query(`update capabilities.runs set finished_at = finished_at - interval '1 minute'`),
  );
async function sample(): Promise<void> {
  await system.db.database.tenant(tenant, (tx) =>
    system.platform.outbox.job(tx, background, {
      name: 'plugins.job',
      payload: { job: 'evaluation.sample-runs', payload: {} },
    }),
  );
  await system.work(background, 'plugins.job');
}
const setSampling = async (context: RequestContext, share: number, evaluators: readonly string[]) => {
  const source = `mutation ($input: SetSamplingInput!) { it: setSampling(input: $input) { __typename
    ... on SamplingPayload { rules { capability share } } ... on Failure { message } } }`;
  const input = { capability: 'answers.answer', share, evaluators };
  const { it } = await ask<{ it: { __typename: string; rules?: object[]; message?: string } }>(
    context,
    source,
    { input },
  );
  return it;
};
interface Sampled {
  runId: string;
  scores: { measure: string; score: number }[];
}
const sampled = async (context: RequestContext) =>
  (
    await ask<{ sampledRuns: Sampled[] }>(
      context,
      '{ sampledRuns(first: 50) { runId capability scores { measure score } } }',
    )
  ).sampledRuns;

test('a share of the runs is always the same runs', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `run-${at}`);
  const chosen = (share: number) => ids.filter((id) => isSampled(id, share));
  expect(chosen(0)).toEqual([]);
  expect(chosen(1)).toEqual(ids);
  expect(chosen(0.2).length).toBeGreaterThan(320);
  expect(chosen(0.2).length).toBeLessThan(480);
  expect(chosen(0.5)).toEqual(expect.arrayContaining(chosen(0.2)));
});

test('intervals begin as the database has it', () => {
  const at = '2026-11-26T05:54:26.123Z';
  expect((['HOUR', 'DAY', 'WEEK', 'MONTH'] as const).map((interval) => beginOf(at, interval))).toEqual([
    '2026-11-26T05:00:00.000Z',
    '2026-11-26T00:00:00.000Z',
    '2026-11-23T00:00:00.000Z',
    '2026-11-01T00:00:00.000Z',
  ]);
});

test('sampled runs are evaluated in the background, once, and shown to who may see them', async () => {
  const evaluators = ['evaluation.faithfulness', 'evaluation.relevance', 'evaluation.context-relevance'];
  expect(await setSampling(admin, 1, evaluators)).toMatchObject({
    rules: [{ capability: 'answers.answer', share: 1 }],
  });
  const open = await answer(bob, 'What does the mill in the valley grind?');
  const hidden = await answer(admin, 'What does the secret mill of Wharram grind?');
  expect(await sampled(admin)).toEqual([]);
  await age();
  await sample();
  await sample();
  const mine = await sampled(admin);
  expect(mine.map(({ runId }) => runId)).toContain(hidden);
  expect((await sampled(bob)).map(({ runId }) => runId)).toEqual([open]);
  expect(await sampled(stranger)).toEqual([]);
  const scores = mine.find(({ runId }) => runId === hidden)?.scores ?? [];
  expect(scores.map(({ measure }) => measure)).toEqual([
    'faithfulness',
    'answer relevance',
    'context relevance',
  ]);
  expect(scores[0]?.score).toBe(1);
  const quality = `{ aiQuality(interval: HOUR) { points { group runs sampled hallucinationFrequency answerQuality
    retrievalAccuracy failureRate failures { schema refused blocked other } } corrections documents correctionRate } }`;
  type Quality = { aiQuality: { points: { group: string; sampled: number }[]; documents: number } };
  const { aiQuality } = await ask<Quality>(bob, quality);
  const points = aiQuality.points.filter(({ group: name }) => name === 'answers.answer');
  expect(points.reduce((sum, point) => sum + point.sampled, 0)).toBe(2);
  expect(points[0]).toMatchObject({
    hallucinationFrequency: 0,
    failureRate: 0,
    failures: { schema: 0, refused: 0, blocked: 0, other: 0 },
  });
  expect(points[0]).toMatchObject({
    answerQuality: expect.any(Number),
    retrievalAccuracy: expect.any(Number),
  });
  expect((await setSampling(admin, 0, [])).rules).toEqual([]);
});

test('what cannot be sampled is refused', async () => {
  expect(await setSampling(admin, 2, ['evaluation.cost'])).toMatchObject({ __typename: 'InvalidInput' });
  expect(await setSampling(admin, 0.1, [])).toMatchObject({ __typename: 'InvalidInput' });
  expect(await setSampling(admin, 0.1, ['no.such'])).toMatchObject({ __typename: 'InvalidInput' });
});

test('who may not is told so, and who may not read a document sees no case of it', async () => {
  const create = `mutation ($id: ID!) { it: createDataset(input: { id: $id, capability: "answers.answer" }) {
    __typename ... on DatasetPayload { dataset { caseCount } } } }`;
  type Made = { it: { __typename: string } };
  expect((await ask<Made>(viewer, create, { id: 'no' })).it.__typename).toBe('Forbidden');
  expect((await setSampling(viewer, 1, ['evaluation.cost'])).__typename).toBe('Forbidden');
  const scoped = { ...admin, scopes: ['evaluation:read'] };
  expect((await ask<Made>(scoped, create, { id: 'no' })).it.__typename).toBe('Forbidden');
  for (const field of ['datasets { totalCount }', 'experiments { totalCount }', 'aiQuality { documents }']) {
    await expect(ask(viewer, `{ ${field} }`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  expect((await ask<Made>(admin, create, { id: 'of-runs' })).it.__typename).toBe('DatasetPayload');
  const add = `mutation { it: addCasesFromRuns(input: { datasetId: "of-runs" }) {
    __typename ... on DatasetPayload { dataset { caseCount } } } }`;
  // Each adds the runs that it may see.
  expect((await ask<{ it: object }>(bob, add)).it).toMatchObject({ dataset: { caseCount: 1 } });
  expect((await ask<{ it: object }>(admin, add)).it).toMatchObject({ dataset: { caseCount: 2 } });
  const read = '{ dataset(id: "of-runs") { cases { totalCount nodes { input expected } } } }';
  type Read = { dataset: { cases: { totalCount: number; nodes: object[] } } | null };
  expect((await ask<Read>(admin, read)).dataset?.cases.totalCount).toBe(2);
  const shown = (await ask<Read>(bob, read)).dataset?.cases;
  expect(shown?.totalCount).toBe(1);
  expect(JSON.stringify(shown)).not.toContain('Wharram');
  const file = await ask<{ exportDataset: { text: string; lines: number } }>(
    bob,
    '{ exportDataset(id: "of-runs") { text lines } }',
  );
  expect(file.exportDataset.lines).toBe(1);
  expect(file.exportDataset.text).not.toContain('Wharram');
  expect((await ask<Read>(stranger, read)).dataset).toBeNull();
});

test('what changes a dataset stands in the audit log', async () => {
  const rows = await system.db.database.tenant(tenant, (tx) =>
    tx.query<{ action: string }>(
      `select distinct action from platform.audit_intake where action like 'evaluation.%'`,
    ),
  );
  expect(rows.map(({ action }) => action).sort()).toEqual(
    expect.arrayContaining(['evaluation.addCases', 'evaluation.createDataset', 'evaluation.setSampling']),
  );
});
