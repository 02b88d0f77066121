import {
  type Behaviour,
  type ChaosProvider,
  embed,
  hangAfter,
  htmlPage,
  refuse,
  resetAfter,
  startChaosProvider,
  vectorOf,
} from '../../../testkit/providers/index.js';
import { HuggingFaceEmbeddings } from './huggingface.js';
import { openEmbeddingProvider } from './open-provider.js';
import type { ProviderSettings } from './settings.js';

let server: ChaosProvider;
beforeAll(async () => {
  server = await startChaosProvider();
});
afterAll(() => server.close());

const settings = (given: Partial<ProviderSettings> = {}): ProviderSettings => ({
  model: 'vectors',
  apiKey: 'key',
  timeouts: { connectMs: 2000 },
  ...given,
});
const open = (protocol: string, given: Partial<ProviderSettings> = {}) => {
  const baseUrl = protocol === 'openai' ? server.url : server.origin;
  return openEmbeddingProvider(protocol, settings({ baseUrl, ...given }));
};
const soon = () => AbortSignal.timeout(20_000);

describe.each(['openai', 'ollama'])('%s', (protocol) => {
  it('gives a vector a text, in their order, and counts', async () => {
    const provider = await open(protocol, { dimensions: 16, batchSize: 3 });
    server.nextEmbeddings(embed());
    const texts = ['one', 'two', 'three'];
    const { vectors, usage } = await provider.embed(texts, soon());
    expect(vectors).toEqual(texts.map((text) => vectorOf(text, 'vectors', 16)));
    expect(usage?.inputTokens).toBe(4);
    expect(provider.batchSize).toBe(3);
    expect(server.seen[0]?.body).toMatchObject({ model: 'vectors', input: texts, dimensions: 16 });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer key');
  });

  it('says nothing of dimensions when none are set', async () => {
    server.nextEmbeddings(embed());
    await (await open(protocol)).embed(['one'], soon());
    expect(server.seen[0]?.body).not.toHaveProperty('dimensions');
  });

  it.each<[string, Behaviour, string]>([
    ['a page of HTML', htmlPage(), 'malformed'],
    ['a vector too few', json({ data: [], embeddings: [] }), 'malformed'],
    ['vectors of two lengths', embed((text) => vectorOf(text, '', text.length)), 'malformed'],
    ['no number', embed((text) => (text === 'one' ? [1] : ([null] as unknown as number[]))), 'malformed'],
    ['half a JSON', ({ response }) => void response.writeHead(200, jsonType).end('{"data":['), 'malformed'],
    ['a reset', resetAfter(), 'connection'],
    ['a refusal', refuse(429, { kind: 'rate-limit', headers: { 'retry-after': '3' } }), 'rate-limit'],
  ])('fails with a class on %s, asked once', async (_, behaviour, kind) => {
    const provider = await open(protocol);
    server.nextEmbeddings(behaviour);
    const before = server.hits;
    await expect(provider.embed(['one', 'three'], soon())).rejects.toMatchObject({ class: kind });
    expect(server.hits - before).toBe(1);
  });

  it('ends with its signal', async () => {
    const provider = await open(protocol);
    server.nextEmbeddings(hangAfter());
    await expect(provider.embed(['one'], AbortSignal.timeout(100))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await server.quiet(AbortSignal.timeout(20_000));
  });
});

it('puts vectors into the order of their texts, and refuses one that is missing', async () => {
  const provider = await open('openai');
  const vectors = (...indexes: number[]) =>
    json({ data: indexes.map((index) => ({ index, embedding: [index, 1] })) });
  server.nextEmbeddings(vectors(1, 0));
  expect((await provider.embed(['a', 'b'], soon())).vectors).toEqual([
    [0, 1],
    [1, 1],
  ]);
  server.nextEmbeddings(vectors(1, 1));
  await expect(provider.embed(['a', 'b'], soon())).rejects.toMatchObject({ class: 'malformed' });
});

describe('huggingface', () => {
  /** What `pipeline` of the package gives, made by the test: a vector of the lengths of the text and its words. */
  const transformers = (asked: unknown[] = []) => ({
    pipeline: async (task: string, model: string) => {
      asked.push([task, model]);
      return async (texts: string[], options: unknown) => {
        asked.push(options);
        const rows = texts.map((text) => [text.length, text.split(' ').length]);
        return { data: Float32Array.from(rows.flat()), dims: [rows.length, 2], tolist: () => rows };
      };
    },
  });

  it('asks the pipeline of the package, opened once, for pooled and normalized vectors', async () => {
    const asked: unknown[] = [];
    const provider = new HuggingFaceEmbeddings(settings({ model: 'Xenova/all-MiniLM-L6-v2' }), async () =>
      transformers(asked),
    );
    expect(await provider.embed(['a b', 'ccc'], soon())).toEqual({
      vectors: [
        [3, 2],
        [3, 1],
      ],
      usage: null,
    });
    await provider.embed(['d'], soon());
    const options = { pooling: 'mean', normalize: true };
    expect(asked).toEqual([['feature-extraction', 'Xenova/all-MiniLM-L6-v2'], options, options]);
  });

  it('says how to install the package when it is not there, or what else is wrong', async () => {
    const provider = await openEmbeddingProvider('huggingface', settings());
    await expect(provider.embed(['a'], soon())).rejects.toMatchObject({
      code: 'MODEL_PACKAGE_MISSING',
      hint: expect.stringContaining('npm install @huggingface/transformers'),
    });
    const wrong = new HuggingFaceEmbeddings(settings({ dimensions: 3 }), async () => transformers());
    await expect(wrong.embed(['a'], soon())).rejects.toMatchObject({ class: 'malformed' });
    const lost = { pipeline: () => Promise.reject(new Error('offline')) };
    const without = new HuggingFaceEmbeddings(settings(), async () => lost);
    await expect(without.embed(['a'], soon())).rejects.toMatchObject({ class: 'connection' });
  });

  it('ends with its signal while it computes', async () => {
    const provider = new HuggingFaceEmbeddings(settings(), async () => ({
      pipeline: async () => () => new Promise(() => undefined),
    }));
    await expect(provider.embed(['a'], AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});

const jsonType = { 'content-type': 'application/json' };

function json(body: unknown): Behaviour {
  return ({ response }) => void response.writeHead(200, jsonType).end(JSON.stringify(body));
}
