import { AppError, type RequestContext, rightsOfGroups } from 'tributary/sdk';
import type { Embedder, EmbeddingModel, EmbeddingSpace, JobRun, Price } from '#platform';
import { dollars, estimateTokens } from '#platform/models';
import { searchWithVectors } from '../../../platform/plugin-host/services/search-with-vectors.js';
import { vectorOf } from '../../../testkit/providers/index.js';
import { silentLog } from '../../../testkit/silent-log.js';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { jobsNamed, takeJob } from '../../../testkit/take-job.js';
import { crashed, type DocumentsHost, newcomer, openDocuments } from '../fixtures/documents-host.js';
import { estimateReembedding } from './estimate-reembedding.js';
import { reembedJob } from './reembed.job.js';

let host: DocumentsHost;
beforeAll(async () => {
  host = await openDocuments();
});
beforeEach(() => {
  Object.assign(host.standIns, { outputs: {}, embedder: embedderOf(one, two), commitsLeft: null });
});
afterAll(() => host.close());

const one = { model: 'one', dimensions: 8 };
const two = { model: 'two', dimensions: 6 };
const signal = new AbortController().signal;
const admin = () => newcomer({ roles: ['admin'] });

/** Embeds by the first model, and by the others whatever was made with them. */
function embedderOf(
  ...spaces: readonly [EmbeddingSpace, ...EmbeddingSpace[]]
): Embedder & { asked: string[] } {
  const asked: string[] = [];
  const [first] = spaces;
  const serves = (space: EmbeddingSpace) => spaces.some(({ model }) => model === space.model);
  return {
    ...first,
    hasBatches: false,
    asked,
    serves,
    space: async () => first,
    async embed(texts, { space = first, purpose }) {
      const { model, dimensions } = space ?? first;
      asked.push(...texts.map((text) => `${purpose} ${model} ${text}`));
      return texts.map((text) => vectorOf(text, model, dimensions));
    },
  };
}

const fields = 'id state from { model } to { model dimensions } done total recall overlap sampled code';
interface Change {
  id: string;
  state: string;
  from: EmbeddingSpace | null;
  to: EmbeddingSpace | null;
  done: number;
  total: number;
  recall: number | null;
  overlap: number | null;
  sampled: number | null;
  code: string | null;
}
type Result = { __typename: string; code?: string; change?: Change };

async function mutate(context: RequestContext, name: string, input: object = {}): Promise<Result> {
  const type = name === 'reembed' ? 'ReembedInput' : 'EmbeddingChangeInput';
  const source = `mutation ($input: ${type}!) { ${name}(input: $input) {
    __typename ... on Failure { code } ... on EmbeddingChangePayload { change { ${fields} } } } }`;
  return (await host.data<Record<string, Result>>(context, source, { input }))[name] as Result;
}
const change = async (context: RequestContext) =>
  (await host.data<{ embeddingChange: Change | null }>(context, `{ embeddingChange { ${fields} } }`))
    .embeddingChange;

async function added(context: RequestContext, text: string): Promise<string> {
  const { id } = await host.add(context, text);
  await host.work(context, 'documents.ingest');
  return id;
}
const reembed = (context: RequestContext) => host.work(context, 'documents.reembed');

/** What a search by meaning alone finds first. */
async function nearest(context: RequestContext, text: string): Promise<string[]> {
  const parts = { search: host.platform.search, embedder: host.standIns.embedder, log: silentLog };
  const rights = rightsOfGroups(context.groups);
  const { hits } = await searchWithVectors(
    parts,
    { context, signal, span: null },
    { text, rights, first: 10 },
  );
  return hits.filter(({ signals }) => signals.includes('VECTOR')).map(({ documentId }) => documentId);
}
const spaces = async ({ tenant }: RequestContext) => {
  const { current, previous, building } = await host.platform.search.generations(tenant, signal);
  return [current, previous, building].map((generation) => generation?.space?.model ?? null);
};
const stored = (context: RequestContext) =>
  host.sql<{ model: string; count: number }>(
    context,
    'select model, count(*)::int as count from platform.embeddings group by model order by model',
  );

test('another model is built beside the first, switched to and rolled back; nothing is embedded twice', async () => {
  const ann = admin();
  const ids = [await added(ann, 'a barge'), await added(ann, 'a canal'), await added(ann, 'a barge\n')];
  expect(await change(ann)).toBeNull();
  const embedder = embedderOf(two, one);
  host.standIns.embedder = embedder;
  expect((await nearest(ann, 'a canal'))[0]).toBe(ids[1]);
  const { change: begun } = await mutate(ann, 'reembed');
  expect(begun).toMatchObject({ state: 'BUILDING', done: 0, recall: null });
  expect(await mutate(ann, 'reembed')).toMatchObject({ code: 'CONFLICT' });
  await reembed(ann);
  expect(await change(ann)).toMatchObject({
    ...{ state: 'SWITCHED', from: { model: 'one' }, to: two, done: 3, total: 3 },
    ...{ recall: 1, sampled: 3 },
  });
  expect(embedder.asked.filter((text) => text === 'documents.reembed two a barge')).toHaveLength(1);
  expect(await spaces(ann)).toEqual(['two', 'one', null]);
  expect((await nearest(ann, 'a canal'))[0]).toBe(ids[1]);
  const later = await added(ann, 'a lock');
  expect(await stored(ann)).toEqual([
    { model: 'one', count: 4 },
    { model: 'two', count: 4 },
  ]);
  expect((await mutate(ann, 'rollBackEmbeddings')).change?.state).toBe('ROLLED_BACK');
  expect(await spaces(ann)).toEqual(['one', 'two', null]);
  expect((await nearest(ann, 'a lock'))[0]).toBe(later);
  expect(await mutate(ann, 'rollBackEmbeddings')).toMatchObject({ code: 'CONFLICT' });
  expect((await mutate(ann, 'releaseEmbeddings')).change?.state).toBe('RELEASED');
  expect(await spaces(ann)).toEqual(['one', null, null]);
  expect(await stored(ann)).toEqual([{ model: 'one', count: 4 }]);
  expect(await mutate(ann, 'releaseEmbeddings')).toMatchObject({ code: 'CONFLICT' });
});

test('what it costs at most is told before it begins: tokens by the price, nothing without a model', async () => {
  const ann = admin();
  for (const text of ['a barge on the canal', 'the lock-keeper of Blisworth, 1805']) await added(ann, text);
  const rates = { input: 20_000_000n, output: 0n, cacheRead: null, cacheWrite: null, reasoning: null };
  const of = (
    price: Price | null,
    embeddingModel: EmbeddingModel | null = { provider: 'openai', model: 'e' },
  ) =>
    estimateReembedding(
      { database: host.db.database, embeddingModel, ports: { prices: { find: async () => price } } },
      ann.tenant,
    );
  const price = { provider: 'openai', model: 'e', rates, tiers: [], effectiveFrom: '2026-01-01T00:00:00Z' };
  const tokens =
    estimateTokens('a barge on the canal') + estimateTokens('the lock-keeper of Blisworth, 1805');
  expect(tokens).toBeGreaterThan(10);
  // Two cents a million tokens are twenty nano-dollars each.
  expect(await of(price)).toEqual({ items: 2, costUsd: dollars(20n * BigInt(tokens)) });
  expect(await of(null)).toEqual({ items: 2, costUsd: null });
  expect(await of(null, null)).toEqual({ items: 2, costUsd: '0' });
});

test('wherever the process dies, the next attempt carries it through', async () => {
  const carried = async (commits: number | null) => {
    const ann = admin();
    host.standIns.embedder = embedderOf(one);
    for (const text of ['a barge', 'a canal', 'a lock']) await added(ann, text);
    host.standIns.embedder = embedderOf(two, one);
    await mutate(ann, 'reembed');
    host.standIns.commitsLeft = commits;
    const crash = await reembed(ann).then(
      () => null,
      (error: AppError) => error,
    );
    host.standIns.commitsLeft = null;
    if (crash) {
      expect(crash.message).toContain(crashed);
      await reembed(ann);
    }
    expect(await change(ann)).toMatchObject({ state: 'SWITCHED', done: 3, total: 3, recall: 1 });
    expect(await spaces(ann)).toEqual(['two', 'one', null]);
    expect((await host.platform.search.count(ann.tenant, signal)).documents).toBe(3);
    return crash !== null;
  };
  let commits = 0;
  while (await carried(commits)) commits += 1;
  expect(commits).toBeGreaterThan(8);
});

test('a job gives its place to others, and another one goes on where it was', async () => {
  const ann = admin();
  for (let at = 0; at < 51; at += 1) await host.add(ann, `a barge ${at}`);
  await host.work(ann, 'documents.ingest');
  const embedder = embedderOf(two, one);
  await mutate(ann, 'reembed');
  const short = reembedJob(host.platform, { embedder }, -1);
  const done: number[] = [];
  for (let turns = 1; (await change(ann))?.state === 'BUILDING'; turns += 1) {
    const jobs = await jobsNamed(host.db.database, ann.tenant, 'documents.reembed');
    expect(jobs).toHaveLength(turns);
    const { payload, job } = await takeJob(host.db.database, ann, jobs.at(-1) ?? '');
    await short.run(short.payload.parse(payload), job);
    done.push((await change(ann))?.done ?? 0);
  }
  expect(done).toEqual([10, 20, 30, 40, 50, 51, 51]);
  expect(await change(ann)).toMatchObject({ state: 'SWITCHED', recall: 1 });
});

test('what a batch endpoint makes of many documents at once is kept before another job goes on', async () => {
  const ann = admin();
  for (let at = 0; at < 51; at += 1) await host.add(ann, `a barge ${at}`);
  await host.work(ann, 'documents.ingest');
  const embedder = { ...embedderOf(two, one), hasBatches: true };
  await mutate(ann, 'reembed');
  const [id] = await jobsNamed(host.db.database, ann.tenant, 'documents.reembed');
  const { payload, job } = await takeJob(host.db.database, ann, id ?? '');
  const short = reembedJob(host.platform, { embedder }, -1);
  await short.run(short.payload.parse(payload), job);
  expect(await change(ann)).toMatchObject({ state: 'BUILDING', done: 51 });
  expect(new Set(embedder.asked).size).toBe(embedder.asked.length);
});

test('what changes meanwhile is in both generations, also what was being read when it began', async () => {
  const ann = admin();
  const kept = await added(ann, 'a barge');
  const gone = await added(ann, 'a canal');
  host.standIns.embedder = embedderOf(two, one);
  const between: string[] = [];
  // The new model is asked for the first batch: everything below happens while it is being built.
  const embedder = embedderOf(two, one);
  let isFirst = true;
  host.standIns.embedder = {
    ...embedder,
    async embed(texts, request) {
      if (request.purpose === 'documents.reembed' && isFirst) {
        isFirst = false;
        between.push(await added(ann, 'a lock'));
        const remove = `mutation ($id: ID!) { deleteDocument(input: { documentId: $id }) { __typename } }`;
        await host.data(ann, remove, { id: gone });
        await host.work(ann, 'documents.delete');
      }
      return embedder.embed(texts, request);
    },
  };
  await mutate(ann, 'reembed');
  await reembed(ann);
  expect(await spaces(ann)).toEqual(['two', 'one', null]);
  expect((await nearest(ann, 'anything')).sort()).toEqual([kept, ...between].sort());
  expect(await host.sql(ann, `select 1 from platform.embeddings where document_id = '${gone}'`)).toEqual([]);
  await mutate(ann, 'rollBackEmbeddings');
  expect((await nearest(ann, 'anything')).sort()).toEqual([kept, ...between].sort());
});

test('a coming model that does not answer leaves no document unread; it is filled in before the switch', async () => {
  const ann = admin();
  await added(ann, 'a barge');
  const works = embedderOf(two, one);
  let isDown = false;
  host.standIns.embedder = {
    ...works,
    async embed(texts, request) {
      if (isDown && request.space?.model === 'two') throw new AppError('MODEL_FAILED', { reason: 'down' });
      if (request.purpose === 'documents.reembed' && !isDown && texts.includes('a barge')) {
        isDown = true;
        await added(ann, 'a lock');
        isDown = false;
      }
      return works.embed(texts, request);
    },
  };
  await mutate(ann, 'reembed');
  await reembed(ann);
  expect(await change(ann)).toMatchObject({ state: 'SWITCHED', recall: 1 });
  expect(await nearest(ann, 'anything')).toHaveLength(2);
});

test('a model that is down shows what keeps the change from going on; what was embedded is not asked for again', async () => {
  const ann = admin();
  for (let at = 0; at < 51; at += 1) await host.add(ann, `a barge ${at}`);
  await host.work(ann, 'documents.ingest');
  const works = embedderOf(two, one);
  let isDown = false;
  host.standIns.embedder = {
    ...works,
    async embed(texts, request) {
      if (isDown) throw new AppError('MODEL_FAILED', { reason: 'down' }, { retryable: true });
      isDown = request.purpose === 'documents.reembed';
      return works.embed(texts, request);
    },
  };
  await mutate(ann, 'reembed');
  await expect(reembed(ann)).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: true });
  expect(await change(ann)).toMatchObject({ state: 'BUILDING', done: 10, code: 'MODEL_FAILED' });
  expect(await spaces(ann)).toEqual(['one', null, 'two']);
  host.standIns.embedder = works;
  await reembed(ann);
  expect(await change(ann)).toMatchObject({ state: 'SWITCHED', done: 51, recall: 1, code: null });
  expect(works.asked.filter((text) => text.startsWith('documents.reembed'))).toHaveLength(51);
});

test('two tenants change at once, each its own', async () => {
  const tenants = [admin(), admin()];
  for (const ann of tenants) await added(ann, `a barge of ${ann.tenant}`);
  host.standIns.embedder = embedderOf(two, one);
  await Promise.all(tenants.map((ann) => mutate(ann, 'reembed')));
  await Promise.all(tenants.map(reembed));
  for (const ann of tenants) {
    expect(await change(ann)).toMatchObject({ state: 'SWITCHED', done: 1, total: 1, recall: 1 });
    expect(await nearest(ann, 'a barge')).toHaveLength(1);
  }
});

test('a change that is cancelled leaves what there was', async () => {
  const ann = admin();
  await added(ann, 'a barge');
  const works = embedderOf(two, one);
  host.standIns.embedder = {
    ...works,
    async embed(texts, request) {
      if (request.purpose === 'documents.reembed')
        expect((await mutate(ann, 'cancelReembed')).change?.state).toBe('CANCELLED');
      return works.embed(texts, request);
    },
  };
  await mutate(ann, 'reembed');
  await reembed(ann);
  expect(await change(ann)).toMatchObject({ state: 'CANCELLED' });
  expect(await spaces(ann)).toEqual(['one', null, null]);
  expect(await mutate(ann, 'cancelReembed')).toMatchObject({ code: 'CONFLICT' });
});

test('an index that finds too little is not switched to', async () => {
  const ann = admin();
  await added(ann, 'a barge');
  host.standIns.embedder = embedderOf(two, one);
  const { nearest: whole } = host.platform.search;
  host.platform.search.nearest = async () => [];
  await mutate(ann, 'reembed', { minRecall: 0.5 });
  await reembed(ann);
  host.platform.search.nearest = whole;
  expect(await change(ann)).toMatchObject({ state: 'REFUSED', code: 'RECALL_TOO_LOW', recall: 0 });
  expect(await spaces(ann)).toEqual(['one', null, null]);
  expect(await mutate(ann, 'reembed', { minRecall: 2 })).toMatchObject({ __typename: 'InvalidInput' });
});

test('without an embedding model it fails with a code, and without its model an index is searched by words', async () => {
  const ann = admin();
  const id = await added(ann, 'a barge');
  host.standIns.embedder = null;
  await mutate(ann, 'reembed');
  const [job] = await jobsNamed(host.db.database, ann.tenant, 'documents.reembed');
  const { payload, job: run } = await takeJob(host.db.database, ann, job ?? '');
  const definition = host.job('documents.reembed');
  const error = await definition.run(payload, run).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'MODEL_FAILED', retryable: false });
  await definition.onDead?.(payload, error, run as JobRun);
  expect(await change(ann)).toMatchObject({ state: 'FAILED', code: 'MODEL_FAILED' });
  host.standIns.embedder = embedderOf(two);
  expect(await nearest(ann, 'barge')).toEqual([]);
  const rights = rightsOfGroups([]);
  const page = await host.platform.search.query(ann.tenant, { text: 'barge', rights, first: 10 }, signal);
  expect(page.hits).toMatchObject([{ documentId: id, signals: ['LEXICAL'] }]);
});

test('a rebuild keeps the space of the index, and asks no model for what is stored', async () => {
  const ann = admin();
  const id = await added(ann, 'a barge');
  const embedder = embedderOf(two, one);
  host.standIns.embedder = embedder;
  await host.platform.search.dropTenant(ann.tenant, signal);
  host.standIns.embedder = embedderOf(one);
  await host
    .job('documents.rebuild-index')
    .run({}, { context: ann, signal, log: silentLog } as unknown as JobRun);
  expect(await spaces(ann)).toEqual(['one', null, null]);
  expect(embedder.asked).toEqual([]);
  expect(await nearest(ann, 'anything')).toEqual([id]);
});

test('a rebuild waits for a change, and leaves nothing to roll back to', async () => {
  const ann = admin();
  const id = await added(ann, 'a barge');
  host.standIns.embedder = embedderOf(two, one);
  const rebuild = () =>
    host
      .job('documents.rebuild-index')
      .run({}, { context: ann, signal, log: silentLog } as unknown as JobRun);
  await mutate(ann, 'reembed');
  await expect(rebuild()).rejects.toMatchObject({ code: 'CONFLICT', retryable: false });
  await reembed(ann);
  await rebuild();
  expect(await spaces(ann)).toEqual(['two', null, null]);
  expect(await mutate(ann, 'rollBackEmbeddings')).toMatchObject({ code: 'CONFLICT' });
  expect((await change(ann))?.state).toBe('SWITCHED');
  expect(await nearest(ann, 'anything')).toEqual([id]);
});

test('who may not manage embeddings changes nothing and sees nothing; no tenant sees another’s change', async () => {
  const ann = admin();
  await mutate(ann, 'reembed');
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  for (const name of ['reembed', 'cancelReembed', 'rollBackEmbeddings', 'releaseEmbeddings'])
    expect(await mutate(bob, name)).toMatchObject({ __typename: 'Forbidden' });
  await expect(change(bob)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await change(admin())).toBeNull();
  expect(await mutate(admin(), 'cancelReembed')).toMatchObject({ __typename: 'NotFound' });
});

test('who watches is told of every move', async () => {
  const ann = admin();
  await added(ann, 'a barge');
  host.standIns.embedder = embedderOf(two, one);
  await mutate(ann, 'reembed');
  const leaving = new AbortController();
  const seen: string[] = [];
  let changing: Promise<unknown> | null = null;
  const stream = await host.follow(ann, `subscription { embeddingChanged { state } }`, {}, leaving.signal);
  const watching = (async () => {
    for await (const { data } of stream) {
      seen.push((data as { embeddingChanged: Change }).embeddingChanged.state);
      if (seen.at(-1) === 'BUILDING' && seen.length === 1) changing = reembed(ann);
      if (seen.at(-1) === 'SWITCHED') return;
    }
  })();
  await watching;
  leaving.abort();
  await changing;
  expect(seen[0]).toBe('BUILDING');
  expect(seen.at(-1)).toBe('SWITCHED');
});
