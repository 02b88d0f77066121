import { join } from 'node:path';
import { type Client, createClient } from 'tributary/client';
import { v7 as newId } from 'uuid';
import { repositoryRoot } from '#platform/config';
import { createTestHost, type TestHost, type TestTenant } from '../../../testkit/index.js';
import { testTenant } from '../../../testkit/plugin/test-tenant.js';
import { eventually } from '../../../testkit/system.js';

let host: TestHost;
const clients: Client[] = [];
beforeAll(async () => {
  host = await createTestHost(join(repositoryRoot, 'subgraphs/capabilities/fixtures/works/sorting'));
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await host.close();
});

const fields = `id kind plugin state total done failed costUsd resumable startedBy error { code }
  estimate { items costUsd } failures { totalCount nodes { key code } }`;
const result = `__typename ... on WorkPayload { work { ${fields} } } ... on Failure { code message }`;

interface WorkData {
  id: string;
  kind: string;
  plugin: string | null;
  state: string;
  total: number | null;
  done: number;
  failed: number;
  costUsd: string | null;
  resumable: boolean;
  startedBy: string;
  error: { code: string } | null;
  estimate: { items: number; costUsd: string | null } | null;
  failures: { totalCount: number; nodes: { key: string; code: string }[] };
}
type Outcome = { __typename: string; code?: string; work?: WorkData };

async function start(
  tenant: TestTenant,
  payload: object,
  kind = 'sorting.letters',
  idempotencyKey: string | null = null,
): Promise<Outcome> {
  const { startWork } = await tenant.query<{ startWork: Outcome }>(
    `mutation ($input: StartWorkInput!) { startWork(input: $input) { ${result} } }`,
    { input: { kind, arguments: payload, idempotencyKey } },
  );
  return startWork;
}
async function change(tenant: TestTenant, name: 'cancelWork' | 'resumeWork', id: string): Promise<Outcome> {
  const answer = await tenant.query<Record<string, Outcome>>(
    `mutation ($input: WorkInput!) { ${name}(input: $input) { ${result} } }`,
    { input: { id } },
  );
  return answer[name] as Outcome;
}
async function read(tenant: TestTenant, id: string): Promise<WorkData | null> {
  return (
    await tenant.query<{ work: WorkData | null }>(`query ($id: ID!) { work(id: $id) { ${fields} } }`, { id })
  ).work;
}
async function begun(tenant: TestTenant, payload: object): Promise<string> {
  const { work, ...failure } = await start(tenant, payload);
  if (!work) throw new RangeError(JSON.stringify(failure));
  return work.id;
}
const ended = async (tenant: TestTenant, id: string): Promise<WorkData> => {
  const is = (work: WorkData | null) => !['PENDING', 'RUNNING'].includes(work?.state ?? 'PENDING');
  return (await eventually(() => read(tenant, id), is, 20_000)) as WorkData;
};
/** How often each letter of a work was sorted. */
async function sorted(tenant: TestTenant, workId: string): Promise<number[]> {
  const rows = await host.assembly.platform.database.tenant(tenant.id, (tx) =>
    tx.query<{ value: number }>(
      `select value from platform.plugin_store where collection = 'sorted' and starts_with(key, $1)`,
      [workId],
    ),
  );
  return rows.map(({ value }) => Number(value));
}
async function fact(tenant: TestTenant, name: string): Promise<void> {
  const { store } = host.assembly.serviceParts;
  const context = { tenant: tenant.id, actor: 'plugin:sorting' } as Parameters<typeof store.put>[0];
  await store.put(context, 'sorting', 'facts', name, true);
}

it('says what it would take, and starts nothing', async () => {
  const tenant = await host.tenant();
  const estimate = `query ($input: EstimateWorkInput!) { estimateWork(input: $input) { items costUsd } }`;
  const asked = { kind: 'sorting.letters', arguments: { count: 250 } };
  expect(await tenant.query(estimate, { input: asked })).toEqual({
    estimateWork: { items: 250, costUsd: '2.50' },
  });
  expect(await tenant.query('{ works { totalCount } }')).toEqual({ works: { totalCount: 0 } });
  const wrong = { ...asked, arguments: { count: -1 } };
  await expect(tenant.query(estimate, { input: wrong })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('runs all items of all pages once, and says what it came to', async () => {
  const tenant = await host.tenant();
  const { work } = await start(tenant, { count: 103 });
  expect(work).toMatchObject({ kind: 'sorting.letters', plugin: 'sorting', estimate: { items: 103 } });
  expect(await ended(tenant, work?.id ?? '')).toMatchObject({
    state: 'FINISHED',
    total: 103,
    done: 103,
    failed: 0,
    costUsd: '1.03',
    resumable: false,
    error: null,
  });
  expect(await sorted(tenant, work?.id ?? '')).toEqual(Array(103).fill(1));
});

it('a key names one work, and of one payload', async () => {
  const tenant = await host.tenant();
  const key = 'the same';
  const [one, other] = await Promise.all([
    start(tenant, { count: 3 }, 'sorting.letters', key),
    start(tenant, { count: 3 }, 'sorting.letters', key),
  ]);
  expect(one.work?.id).toBe(other.work?.id);
  expect(await start(tenant, { count: 4 }, 'sorting.letters', key)).toMatchObject({ __typename: 'Conflict' });
});

it('items that fail hinder no others, are shown, and are tried again when it is resumed', async () => {
  const tenant = await host.tenant();
  const id = await begun(tenant, { count: 60, torn: [7, 41] });
  const torn = await ended(tenant, id);
  expect(torn).toMatchObject({ state: 'FINISHED', total: 60, done: 58, failed: 2, resumable: true });
  expect(torn.failures).toEqual({
    totalCount: 2,
    nodes: [
      { key: 'letter-00007', code: 'BAD_USER_INPUT' },
      { key: 'letter-00041', code: 'BAD_USER_INPUT' },
    ],
  });
  await fact(tenant, 'mended');
  expect((await change(tenant, 'resumeWork', id)).__typename).toBe('WorkPayload');
  expect(await ended(tenant, id)).toMatchObject({ state: 'FINISHED', done: 60, failed: 0, resumable: false });
  expect(await sorted(tenant, id)).toEqual(Array(60).fill(1));
});

it('is cancelled in its middle, and goes on where it was', async () => {
  const tenant = await host.tenant();
  const id = await begun(tenant, { count: 70, stuckFrom: 50 });
  await eventually(
    () => read(tenant, id),
    (work) => work?.done === 50,
    20_000,
  );
  expect((await change(tenant, 'cancelWork', id)).work).toMatchObject({
    state: 'CANCELLED',
    resumable: true,
  });
  expect(await change(tenant, 'cancelWork', id)).toMatchObject({ code: 'CONFLICT' });
  await host.settled();
  expect(await read(tenant, id)).toMatchObject({ state: 'CANCELLED', done: 50, failed: 0 });
  await fact(tenant, 'open');
  await change(tenant, 'resumeWork', id);
  expect(await ended(tenant, id)).toMatchObject({ state: 'FINISHED', done: 70, total: 70 });
  expect(await sorted(tenant, id)).toEqual(Array(70).fill(1));
});

it('what one item fails by and all would ends the work, which can be resumed', async () => {
  const tenant = await host.tenant();
  const id = await begun(tenant, { count: 500, all: 'BUDGET_EXCEEDED' });
  expect(await ended(tenant, id)).toMatchObject({
    state: 'FAILED',
    done: 0,
    failed: 0,
    error: { code: 'BUDGET_EXCEEDED' },
    resumable: true,
  });
  const hopeless = await begun(tenant, { count: 500, all: 'CONFLICT' });
  const given = await ended(tenant, hopeless);
  expect(given).toMatchObject({ state: 'FAILED', error: { code: 'CONFLICT' } });
  expect(given.failed).toBeLessThan(100);
});

it('two of a tenant go on at once, the others wait in turn', async () => {
  const tenant = await host.tenant();
  const other = await host.tenant();
  const ids: string[] = [];
  for (let at = 0; at < 4; at += 1) ids.push(await begun(tenant, { count: 5, stuckFrom: 2 }));
  const elsewhere = await begun(other, { count: 5, stuckFrom: 2 });
  const states = async () =>
    (await Promise.all(ids.map((id) => read(tenant, id)))).map((work) => work?.state);
  expect(await states()).toEqual(['RUNNING', 'RUNNING', 'PENDING', 'PENDING']);
  expect((await read(other, elsewhere))?.state).toBe('RUNNING');
  await change(tenant, 'cancelWork', ids[1] as string);
  expect(await states()).toEqual(['RUNNING', 'CANCELLED', 'RUNNING', 'PENDING']);
  await change(tenant, 'cancelWork', ids[3] as string);
  await fact(tenant, 'open');
  await fact(other, 'open');
  for (const id of [ids[0], ids[2]]) await change(tenant, 'cancelWork', id as string);
  await change(other, 'cancelWork', elsewhere);
  await host.settled();
});

it('who watches sees it move on, to its end', async () => {
  const tenant = await host.tenant();
  const id = await begun(tenant, { count: 30, stuckFrom: 20 });
  const seen: WorkData[] = [];
  const watch = tenant.stream<WorkData>(
    `subscription ($id: ID) { workChanged(id: $id) { ${fields} } }`,
    { id },
    AbortSignal.timeout(20_000),
  );
  for await (const work of watch) {
    seen.push(work);
    if (work.done === 20 && work.state === 'RUNNING') await change(tenant, 'cancelWork', id);
  }
  expect(seen.at(-1)).toMatchObject({ state: 'CANCELLED', done: 20 });
  const counts = seen.map(({ done }) => done);
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
});

it('a work of another is not there, but for who may manage work; it needs its own permission', async () => {
  const tenant = await host.tenant();
  const member = await makeMember(tenant, 'member');
  const id = await begun(tenant, { count: 1 });
  await ended(tenant, id);
  expect(await read(member, id)).toBeNull();
  expect(await change(member, 'cancelWork', id)).toMatchObject({ __typename: 'NotFound' });
  expect(await member.query('{ works { totalCount } }')).toEqual({ works: { totalCount: 0 } });
  const own = await begun(member, { count: 2 });
  expect(await ended(member, own)).toMatchObject({ state: 'FINISHED' });
  expect(await read(tenant, own)).toMatchObject({ id: own });
  expect(await start(member, { workId: newId() }, 'sorting.sealed')).toMatchObject({ code: 'FORBIDDEN' });
  expect(await start(member, {}, 'sorting.none')).toMatchObject({ code: 'NOT_FOUND' });
  const stranger = await host.tenant();
  expect(await read(stranger, id)).toBeNull();
});

it('work that its plugin conducts stands beside the others', async () => {
  const tenant = await host.tenant();
  const workId = newId();
  expect((await start(tenant, { workId }, 'sorting.sealed')).work).toMatchObject({
    id: workId,
    state: 'RUNNING',
    total: 10,
    done: 4,
    resumable: false,
  });
  expect((await change(tenant, 'cancelWork', workId)).work).toMatchObject({ state: 'CANCELLED' });
  expect(await change(tenant, 'resumeWork', workId)).toMatchObject({ code: 'CONFLICT' });
  const kinds = await tenant.query<{ workKinds: { name: string; permission: string }[] }>(
    '{ workKinds { name permission plugin } }',
  );
  const named = new Map(kinds.workKinds.map(({ name, permission }) => [name, permission]));
  expect(named.get('sorting.letters')).toBe('runs:start');
  expect(named.get('documents.reembed')).toBe('embeddings:manage');
  expect(named.get('evaluation.experiment')).toBe('evaluation:manage');
});

it('a work that no job carries on ends, and lets the next one go on', async () => {
  const tenant = await host.tenant();
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) ids.push(await begun(tenant, { count: 5, stuckFrom: 0 }));
  const [lost, , waiting] = ids as [string, string, string];
  const { database } = host.assembly.platform;
  await database.tenant(tenant.id, (tx) =>
    tx.query(`update platform.jobs set state = 'dead' where key = $1`, [`${lost} 1`]),
  );
  const schedules = host.assembly.subgraphs.flatMap(({ parts }) => parts.schedules ?? []);
  await schedules.find(({ name }) => name === 'capabilities.lost-works')?.run(AbortSignal.timeout(10_000));
  expect(await read(tenant, lost)).toMatchObject({
    state: 'FAILED',
    error: { code: 'JOB_LOST' },
    resumable: true,
  });
  expect(await read(tenant, waiting)).toMatchObject({ state: 'RUNNING' });
  for (const id of ids.slice(1)) await change(tenant, 'cancelWork', id);
  await host.settled();
});

it('a change of the embedding model is long work, however it was begun', async () => {
  const tenant = await host.tenant();
  const begun = await start(tenant, { minRecall: 0.9 }, 'documents.reembed');
  expect(begun.work).toMatchObject({ kind: 'documents.reembed', plugin: null, state: 'RUNNING' });
  expect(begun.work?.estimate).toEqual({ items: 0, costUsd: '0' });
  // There is no embedding model here.
  const failed = await ended(tenant, begun.work?.id ?? '');
  expect(failed).toMatchObject({ state: 'FAILED', error: { code: 'MODEL_FAILED' }, resumable: false });
  const { embeddingChange } = await tenant.query<{ embeddingChange: { id: string; state: string } }>(
    '{ embeddingChange { id state } }',
  );
  expect(embeddingChange).toEqual({ id: failed.id, state: 'FAILED' });
  await tenant.query('mutation { reembed(input: {}) { __typename } }');
  await host.settled();
  expect(await tenant.query('{ works { totalCount } }')).toEqual({ works: { totalCount: 2 } });
  expect(await start(tenant, { minRecall: 2 }, 'documents.reembed')).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('an experiment is long work, however it was begun', async () => {
  const tenant = await host.tenant();
  await tenant.query(`mutation { createDataset(input: { id: "w", capability: "evaluation.check-claims" }) { __typename }
    addCases(input: { datasetId: "w", text: "{\\"id\\":\\"one\\",\\"input\\":{\\"claims\\":[\\"It rained.\\"],\\"sources\\":[\\"It rained.\\"]}}" }) { __typename } }`);
  const plan = {
    variants: [{ name: 'only', engine: 'BUILT_IN' }],
    evaluators: [{ id: 'evaluation.latency' }],
  };
  const { work } = await start(tenant, { dataset: 'w', ...plan }, 'evaluation.experiment');
  expect(work).toMatchObject({
    kind: 'evaluation.experiment',
    plugin: 'evaluation',
    total: 1,
    estimate: { items: 1 },
  });
  expect(await ended(tenant, work?.id ?? '')).toMatchObject({ state: 'FINISHED', done: 1, failed: 0 });
  const { startExperiment } = await tenant.query<{ startExperiment: { experiment: { id: string } } }>(
    'mutation ($input: StartExperimentInput!) { startExperiment(input: $input) { ... on ExperimentPayload { experiment { id } } } }',
    { input: { datasetId: 'w', ...plan } },
  );
  expect(await ended(tenant, startExperiment.experiment.id)).toMatchObject({ state: 'FINISHED', done: 1 });
});

it('begin, end, cancelling and resuming are recorded', async () => {
  const tenant = await host.tenant();
  const id = await begun(tenant, { count: 4, torn: [1] });
  await ended(tenant, id);
  await change(tenant, 'resumeWork', id);
  await ended(tenant, id);
  await host.settled();
  const rows = await host.assembly.platform.database.tenant(tenant.id, (tx) =>
    tx.query<{ action: string; body: object }>(
      `select action, body from platform.audit_intake where subjects @> $1 order by position`,
      [JSON.stringify([{ type: 'Work', id }])],
    ),
  );
  expect(rows.map(({ action }) => action)).toEqual(['works.start', 'works.end', 'works.resume', 'works.end']);
  expect(rows[1]?.body).toMatchObject({ work: 'sorting.letters', state: 'FINISHED', done: 3, failed: 1 });
});

/** A member of the tenant with a key of its own. */
async function makeMember({ query }: TestTenant, name: string): Promise<TestTenant> {
  const { createMember } = await query<{ createMember: { member: { id: string } } }>(
    'mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on CreateMemberPayload { member { id } } } }',
    { input: { email: `${name}@example.org`, name, roles: ['MEMBER'] } },
  );
  const { createKey } = await query<{ createKey: { key: string } }>(
    'mutation ($input: CreateKeyInput!) { createKey(input: $input) { ... on CreateKeyPayload { key } } }',
    { input: { name, memberId: createMember.member.id } },
  );
  const client = createClient({ url: host.url, token: createKey.key });
  clients.push(client);
  return testTenant('', createKey.key, client, () => host.settled());
}
