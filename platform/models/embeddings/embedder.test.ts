import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Embedder, EmbedRequest, ModelCall, Price } from '#platform';
import {
  type ChaosProvider,
  embed,
  refuse,
  startChaosProvider,
  vectorOf,
} from '../../../testkit/providers/index.js';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { parseModels } from '../configuration/parse-models.js';
import { openEmbedder } from './open-embedder.js';
import type { EmbeddingBills } from './target.js';

let server: ChaosProvider;
beforeAll(async () => {
  server = await startChaosProvider();
});
beforeEach(() => {
  server.nextEmbeddings(embed());
  server.batches.behave({ looks: 1, end: 'completed', loses: 0, failingLooks: 0 });
});
afterAll(() => server.close());

const context = callerOf(newId());
const request = (rest: Partial<EmbedRequest> = {}): EmbedRequest => ({
  context,
  signal: AbortSignal.timeout(20_000),
  purpose: 'test',
  ...rest,
});

function open(target: object = {}, bills: EmbeddingBills | null = null, more: object = {}): Embedder {
  const own = { provider: 'openai', baseUrl: server.url, model: 'm', dimensions: 8, batchSize: 4, ...target };
  const { targets, aliases, problems } = parseModels({
    targets: { vectors: own, ...more },
    aliases: { embed: ['vectors', ...Object.keys(more)] },
  });
  expect(problems).toEqual([]);
  const settings = [...targets].map(([name, one]) => [name, { ...one, name, apiKey: 'the-key' }] as const);
  const embedder = openEmbedder({ targets: new Map(settings), aliases }, bills);
  if (!embedder) throw new AppError('INTERNAL');
  return embedder;
}
const inputs = () => server.seen.map(({ body }) => body.input as unknown as string[]);

test('texts of many callers go in few requests, each text once, and come back in order', async () => {
  const embedder = open();
  const asked = [['a', 'b'], ['b', 'c'], ['a'], ['d', 'e', 'a']];
  const made = await Promise.all(asked.map((texts) => embedder.embed(texts, request())));
  expect(made).toEqual(asked.map((texts) => texts.map((text) => vectorOf(text, 'm', 8))));
  expect(inputs().flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(inputs().length).toBeLessThanOrEqual(2);
  await embedder.embed(['a', 'e'], request());
  expect(inputs().flat()).toHaveLength(5);
});

test('another tenant does not see what was embedded', async () => {
  const embedder = open();
  await embedder.embed(['secret'], request());
  await embedder.embed(['secret'], request({ context: callerOf(newId()) }));
  expect(inputs()).toEqual([['secret'], ['secret']]);
});

test('a failure that passes is tried again, three times at most; a fault of the request is not', async () => {
  server.nextEmbeddings(refuse(503), refuse(429, { headers: { 'retry-after': '0' } }), embed());
  expect(await open().embed(['x'], request())).toEqual([vectorOf('x', 'm', 8)]);
  server.nextEmbeddings(refuse(500));
  const before = server.hits;
  await expect(open().embed(['x'], request())).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    retryable: true,
  });
  expect(server.hits - before).toBe(3);
  server.nextEmbeddings(refuse(400));
  await expect(open().embed(['x'], request())).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    retryable: false,
  });
  expect(server.hits - before).toBe(4);
});

test.each<[string, (text: string) => number[]]>([
  ['too short', () => [1, 2]],
  ['not numbers', () => [Number.NaN, ...vectorOf('x', 'm', 7)]],
  ['nothing', () => new Array<number>(8).fill(0)],
])('a vector that is %s is a failure', async (_, vector) => {
  server.nextEmbeddings(embed(vector));
  await expect(open().embed(['x'], request())).rejects.toMatchObject({ code: 'MODEL_FAILED' });
});

test('one caller’s bad text does not fail the others that travel with it', async () => {
  server.nextEmbeddings((exchange) => {
    const texts = [exchange.body.input ?? []].flat();
    return texts.includes('poison') ? refuse(400)(exchange) : embed()(exchange);
  });
  const embedder = open();
  const [good, bad] = await Promise.allSettled([
    embedder.embed(['good'], request()),
    embedder.embed(['poison'], request()),
  ]);
  expect(good).toMatchObject({ status: 'fulfilled', value: [vectorOf('good', 'm', 8)] });
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'MODEL_FAILED' } });
});

test('who leaves is let go at once, and the last to leave ends the request', async () => {
  const arrived = Promise.withResolvers<void>();
  server.nextEmbeddings(() => arrived.resolve());
  const embedder = open();
  const leaving = new AbortController();
  const staying = new AbortController();
  const gone = embedder.embed(['slow'], request({ signal: leaving.signal }));
  const still = embedder.embed(['slow'], request({ signal: staying.signal }));
  await arrived.promise;
  leaving.abort(new AppError('TIMEOUT'));
  await expect(gone).rejects.toMatchObject({ code: 'TIMEOUT' });
  staying.abort(new AppError('TIMEOUT'));
  await expect(still).rejects.toMatchObject({ code: 'TIMEOUT' });
  await server.quiet(AbortSignal.timeout(20_000));
});

test('another target of the same model stands in; one of another model is asked for its own space only', async () => {
  const other = { provider: 'openai', baseUrl: server.url, model: 'other', dimensions: 6 };
  const spare = { provider: 'openai', baseUrl: server.url, model: 'm', dimensions: 8 };
  const embedder = open({ baseUrl: 'http://127.0.0.1:9/v1' }, null, { other, spare });
  expect(await embedder.embed(['x'], request())).toEqual([vectorOf('x', 'm', 8)]);
  const space = { model: 'other', dimensions: 6 };
  expect(embedder.serves(space)).toBe(true);
  expect(embedder.serves({ model: 'other', dimensions: 7 })).toBe(false);
  expect(await embedder.embed(['x'], request({ space }))).toEqual([vectorOf('x', 'other', 6)]);
  const unknown = request({ space: { model: 'gone', dimensions: 1 } });
  await expect(embedder.embed(['x'], unknown)).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    retryable: false,
  });
});

test.each([
  ['too large for what is stored', [1e300, ...Array(7).fill(1)]],
  ['whose length is too large', Array(8).fill(3e19)],
  ['that is zero when stored', Array(8).fill(1e-60)],
  ['of zeros', Array(8).fill(0)],
])('a vector %s is none', async (_, vector) => {
  server.nextEmbeddings(embed(() => vector as number[]));
  await expect(open().embed(['a'], request())).rejects.toMatchObject({ code: 'MODEL_FAILED' });
});

test('dimensions that nobody configured are those of the first answer', async () => {
  const embedder = open({ dimensions: undefined });
  expect(embedder.dimensions).toBeNull();
  expect(await embedder.space(request())).toEqual({ model: 'm', dimensions: 8 });
});

describe('bills', () => {
  const rates = { input: 20_000_000n, output: 0n, cacheRead: null, cacheWrite: null, reasoning: null };
  const price: Price = { provider: 'openai', model: 'm', rates, tiers: [], effectiveFrom: '2026-01-01' };
  const keep = (refused: string | null = null) => {
    const calls: { tenant: string; call: ModelCall }[] = [];
    const held: bigint[] = [];
    const bills: EmbeddingBills = {
      price: async () => price,
      async reserve({ context: { tenant } }, _id, nanoUsd) {
        held.push(nanoUsd);
        if (tenant === refused) throw new AppError('BUDGET_EXCEEDED', { budget: 'TENANT', resetsAt: '' });
      },
      async used({ context: { tenant } }, call) {
        calls.push({ tenant, call });
      },
    };
    return { calls, held, bills };
  };

  test('each caller pays its share of a request that they joined', async () => {
    const { calls, held, bills } = keep();
    const embedder = open({}, bills);
    const other = callerOf(newId());
    await Promise.all([
      embedder.embed(['four', 'five'], request()),
      embedder.embed(['eight by eight ok'], request({ context: other })),
    ]);
    expect(server.seen).toHaveLength(1);
    expect(calls.map(({ tenant, call }) => [tenant, call.usage.inputTokens, call.counted])).toEqual([
      [context.tenant, 2, 'PROVIDER'],
      [other.tenant, 5, 'PROVIDER'],
    ]);
    expect(calls.map(({ call }) => call.nanoUsd)).toEqual([40n, 100n]);
    expect(held).toEqual([160n, 340n]);
  });

  test('who has no budget left is refused, alone', async () => {
    const other = callerOf(newId());
    const { calls, bills } = keep(other.tenant);
    const embedder = open({}, bills);
    const made = await Promise.allSettled([
      embedder.embed(['a'], request()),
      embedder.embed(['b'], request({ context: other })),
    ]);
    expect(made).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'BUDGET_EXCEEDED' } }]);
    expect(inputs()).toEqual([['a']]);
    expect(calls).toHaveLength(1);
  });

  test('an attempt that failed is a row too', async () => {
    const { calls, bills } = keep();
    server.nextEmbeddings(refuse(503), embed());
    await open({}, bills).embed(['a'], request());
    expect(calls.map(({ call }) => [call.outcome, call.attempt])).toEqual([
      ['overloaded', 1],
      ['ok', 2],
    ]);
  });
});

describe('the provider’s batch endpoint', () => {
  const texts = Array.from({ length: 10 }, (_, at) => `text ${at}`);
  const wanted = texts.map((text) => vectorOf(text, 'm', 8));
  const unhurried = (progress = async (_done: number) => undefined) =>
    request({ unhurried: { progress } as never });

  test('works off many texts, and is not used for what somebody waits for', async () => {
    const embedder = open({ batchApi: true });
    expect(await embedder.embed(texts, unhurried())).toEqual(wanted);
    expect(server.seen).toEqual([]);
    expect(await embedder.embed(['x'], request())).toHaveLength(1);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['fails', { end: 'failed' as const }, 3],
    ['expires', { end: 'expired' as const }, 3],
    ['loses an answer', { loses: 1 }, 1],
  ])('that %s gives way to the ordinary one, for what it did not make', async (_, behaviour, requests) => {
    server.batches.behave(behaviour);
    expect(await open({ batchApi: true }).embed(texts, unhurried())).toEqual(wanted);
    expect(server.seen).toHaveLength(requests);
  });

  test('is not given up because it does not say for a moment how it stands', async () => {
    server.batches.behave({ failingLooks: 2 });
    expect(await open({ batchApi: true }).embed(texts, unhurried())).toEqual(wanted);
    expect(server.seen).toEqual([]);
  });

  test('gets the key in the header that the target names, and no other address does', async () => {
    const elsewhere: string[] = [];
    const other = createServer(({ url = '' }, response) => {
      elsewhere.push(url);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const keys: unknown[] = [];
    const leading = createServer(({ headers }, response) => {
      keys.push(headers['api-key'], headers.authorization);
      response.writeHead(307, { location: `http://127.0.0.1:${port}/metadata` }).end();
    }).listen(0, '127.0.0.1');
    await once(leading, 'listening');
    const baseUrl = `http://127.0.0.1:${(leading.address() as AddressInfo).port}/v1`;
    const asked = open({ batchApi: true, baseUrl, apiKeyHeader: 'api-key' }).embed(texts, unhurried());
    await expect(asked).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    expect(elsewhere).toEqual([]);
    expect(new Set(keys)).toEqual(new Set(['the-key', undefined]));
    for (const one of [other, leading]) one.close();
  });

  test('is cancelled by what its progress throws, and by the signal', async () => {
    server.batches.behave({ end: 'in_progress' });
    const cancelled = async () => {
      throw new AppError('CONFLICT', { reason: 'cancelled' });
    };
    const embedder = open({ batchApi: true });
    await expect(embedder.embed(texts, unhurried(cancelled))).rejects.toMatchObject({ code: 'CONFLICT' });
    const leaving = new AbortController();
    const asked = { ...unhurried(async () => leaving.abort(new AppError('TIMEOUT')) as undefined) };
    await expect(embedder.embed(texts, { ...asked, signal: leaving.signal })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    expect(server.seen).toEqual([]);
  });
});
