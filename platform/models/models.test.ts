import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, z } from 'tributary/sdk';
import type { ModelCall } from '#platform';
import { loadConfig } from '#platform/config';
import { Metrics, noSpans } from '#platform/telemetry';
import { type ModelCaller, type ModelLayer, openModels } from './index.js';
import {
  breakAfter,
  hangAfter,
  type OpenAiServer,
  refuse,
  say,
  startOpenAi,
} from './openai-server.fixture.js';

let server: OpenAiServer;
let folder: string;
let layer: ModelLayer;
let used: ModelCall[];
let taken: bigint[];

beforeAll(async () => {
  server = await startOpenAi();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  layer = await open({
    chat: {},
    slow: { timeoutMs: 150 },
    stuck: { chunkTimeoutMs: 500 },
    embed: { model: 'vectors' },
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  used = [];
  taken = [];
});

async function open(aliases: Record<string, object>): Promise<ModelLayer> {
  const base = {
    provider: 'openai',
    baseUrl: server.url,
    model: 'test-model',
  };
  const entries = Object.entries(aliases).map(([alias, settings]) => [alias, { ...base, ...settings }]);
  const path = join(folder, `${Math.random()}.json`);
  await writeFile(path, JSON.stringify({ aliases: Object.fromEntries(entries) }));
  const config = loadConfig({ MODELS: `file:${path}`, MODELS_API_KEY: 'key' });
  return (await openModels(config, new Metrics())) as ModelLayer;
}

const rates = {
  input: 1_000_000_000n,
  output: 2_000_000_000n,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
};
const caller = (signal = AbortSignal.timeout(60_000)): ModelCaller => ({
  context: {} as ModelCaller['context'],
  capability: 'ask',
  plugin: 'answers',
  span: noSpans,
  allowBuiltIn: true,
  signal,
  maxOutputTokens: 100,
  price: async (model) => ({ ...model, rates, tiers: [], effectiveFrom: '2026-01-01T00:00:00Z' }),
  reserve: async (_id, nanoUsd) => void taken.push(nanoUsd),
  used: async (call) => void used.push(call),
  prompt: async (prompt) => ({ id: '1', prompt, version: 1, text: 'Tell me of {{thing}}.', settings: {} }),
});
const variables = { thing: 'rivers' };
const stream = async (alias = 'chat', signal?: AbortSignal) => {
  let text = '';
  for await (const part of layer.serve(caller(signal)).stream({ prompt: 'ask', variables, alias }))
    text += part;
  return text;
};

it('streams an answer, and counts what it cost', async () => {
  server.next(say('They ', 'flow.'));
  expect(await stream()).toBe('They flow.');
  expect(server.requests[0]?.messages).toEqual([{ role: 'user', content: 'Tell me of rivers.' }]);
  expect(used).toMatchObject([
    { model: 'test-model', usage: { inputTokens: 20, outputTokens: 10 }, nanoUsd: 40_000n },
  ]);
  expect(taken[0]).toBeGreaterThan(40_000n);
});

it('tries once more when the provider is overloaded, and says its status, never its words', async () => {
  server.next(refuse(503), say('Now.'));
  expect(await stream()).toBe('Now.');
  server.next(refuse(503));
  await expect(stream()).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    message: expect.stringContaining('503'),
  });
  expect(server.requests).toHaveLength(2);
  server.next(refuse(400));
  await expect(stream()).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  expect(server.requests).toHaveLength(1);
});

it('says when a stream breaks or stands still after its first words', async () => {
  server.next(breakAfter('They '));
  await expect(stream()).rejects.toMatchObject({ code: 'STREAM_INTERRUPTED' });
  expect(used).toMatchObject([{ nanoUsd: null }]);
  server.next(hangAfter('They '));
  await expect(stream('stuck')).rejects.toMatchObject({ code: 'STREAM_INTERRUPTED' });
  server.next(hangAfter(''));
  await expect(stream('slow')).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    message: expect.stringContaining('in time'),
  });
});

it('ends with its run', async () => {
  const ending = new AbortController();
  server.next(hangAfter('They '));
  const service = layer.serve(caller(ending.signal));
  const parts = service.stream({ prompt: 'ask', variables });
  expect((await parts.next()).value).toBe('They ');
  ending.abort(new AppError('TIMEOUT'));
  await expect(parts.next()).rejects.toMatchObject({ code: 'TIMEOUT' });
});

it('asks another model, and lets one that keeps failing rest', async () => {
  const other = await startOpenAi();
  layer = await open({
    chat: { fallback: ['spare'] },
    spare: { baseUrl: other.url },
    embed: { model: 'vectors' },
  });
  server.next(refuse(500));
  other.next(say('From the spare.'));
  for (let asked = 0; asked < 4; asked += 1) expect(await stream()).toBe('From the spare.');
  // Two failures a question, until the fifth in a row.
  expect(server.requests.length).toBeLessThanOrEqual(6);
  await other.close();
  layer = await open({ chat: {}, embed: { model: 'vectors' } });
});

it('completes with a checked object, after one repair at most', async () => {
  const schema = z.object({ answer: z.number() });
  const complete = () => layer.serve(caller()).complete({ prompt: 'ask', variables, schema });
  server.next(say('{"answer": "x"}'), say('```json\n{"answer": 7}\n```'));
  expect(await complete()).toEqual({ answer: 7 });
  expect(server.requests[0]?.response_format).toEqual({ type: 'json_object' });
  expect(server.requests[1]?.messages).toHaveLength(4);
  server.next(say('nonsense'));
  await expect(complete()).rejects.toMatchObject({ code: 'OUTPUT_SCHEMA' });
  expect(server.requests).toHaveLength(2);
});

it('names the variable that a prompt misses', async () => {
  const asking = layer.serve(caller()).complete({ prompt: 'ask', variables: {}, schema: z.object({}) });
  await expect(asking).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('thing'),
  });
});

it('embeds texts in their order', async () => {
  server.next(({ input = [] }, response) => {
    const data = input.map((text, index) => ({ index, embedding: [text.length] })).reverse();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data }));
  });
  const signal = AbortSignal.timeout(60_000);
  const request = { context: caller().context, signal, purpose: 'test' };
  expect(layer.embedder?.model).toBe('vectors');
  expect(await layer.embedder?.embed(['a', 'bbb'], request)).toEqual([[1], [3]]);
  server.next(refuse(500));
  await expect(layer.embedder?.embed(['c'], request)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
});

it('refuses a file that does not fit, and names what', async () => {
  await expect(open({ chat: { timeoutMs: 'long' } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('aliases.chat.timeoutMs'),
  });
  await expect(open({ chat: { fallback: ['none'] } })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
