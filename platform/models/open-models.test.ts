import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import { Metrics } from '#platform/telemetry';
import {
  type ChaosProvider,
  refuse,
  resetAfter,
  say,
  startChaosProvider,
} from '../../testkit/providers/index.js';
import { callerWith, openai } from './chain/chain.fixture.js';
import { openModels } from './index.js';

let server: ChaosProvider;
let folder: string;
const metrics = new Metrics();
beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function open(content: object, shown = metrics) {
  const path = join(folder, 'models.json');
  await writeFile(path, JSON.stringify(content));
  const layer = await openModels(loadConfig({ MODELS: `file:${path}`, MODELS_API_KEY: 'secret' }), shown);
  if (!layer) throw new TypeError('no layer');
  const caller = {
    ...callerWith(),
    prompt: async (prompt: string) => ({
      id: '1',
      prompt,
      version: 1,
      text: 'Tell me of {{thing}}.',
      settings: {},
    }),
  };
  return {
    layer,
    complete: () =>
      layer.serve(caller).complete({
        prompt: 'ask',
        variables: { thing: 'rivers' },
        schema: z.object({ length: z.number() }),
      }),
    async stream(alias?: string) {
      let text = '';
      const asked = { prompt: 'ask', variables: { thing: 'rivers' }, ...(alias ? { alias } : {}) };
      for await (const part of layer.serve(caller).stream(asked)) text += part;
      return text;
    },
  };
}

it('opens nothing without a file', async () => {
  expect(await openModels(loadConfig({}), metrics)).toBeNull();
});

it('asks what the file names, with its key', async () => {
  const { layer, stream } = await open({ aliases: { chat: openai(server.url) } });
  expect(layer.modelOf('chat')).toBe('test-model');
  server.next(say('They ', 'flow.'));
  expect(await stream()).toBe('They flow.');
  expect(server.requests[0]?.messages).toEqual([{ role: 'user', content: 'Tell me of rivers.' }]);
  expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
});

it('changes its vendor by a change of the file alone', async () => {
  const { stream } = await open({
    aliases: { chat: { provider: 'anthropic', baseUrl: server.origin, model: 'claude' } },
  });
  server.next(say('They ', 'flow.'));
  expect(await stream()).toBe('They flow.');
  expect(server.seen[0]?.path).toBe('/v1/messages');
});

it('asks again for an object that broke off before anybody saw it', async () => {
  const { complete } = await open({ aliases: { chat: openai(server.url) } });
  server.next(resetAfter('{"length": 1'), say('{"length": 12}'));
  expect(await complete()).toEqual({ length: 12 });
  expect(server.requests).toHaveLength(2);
});

it('says the status of a provider, and never its words, which repeat the prompt', async () => {
  const { stream } = await open({ aliases: { chat: openai(server.url) } });
  server.next(refuse(403, { kind: 'authentication' }));
  const error = await stream().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('403') });
  expect(String(error)).not.toContain('prompt');
});

it('shows the state of every target, and who answered for whom', async () => {
  const { stream } = await open({
    targets: { first: openai(server.url, { model: 'broken' }), second: openai(server.url) },
    aliases: { chat: ['first', 'second'] },
  });
  server.by(({ model }) => (model === 'broken' ? refuse(500, { kind: 'server' }) : say('Fine.')));
  for (let asked = 0; asked < 6; asked += 1) expect(await stream()).toBe('Fine.');
  const { body } = await metrics.render();
  expect(body).toContain('llm_circuit_state{provider="first"} 2');
  expect(body).toContain('llm_circuit_state{provider="second"} 0');
  expect(body).toContain('llm_fallback_total{from="first",to="second",reason="overloaded"} 5');
  expect(body).toContain('llm_fallback_total{from="first",to="second",reason="circuit-open"} 1');
});

it('shows the state of targets that make vectors by what becomes of these', async () => {
  const own = new Metrics();
  const target = openai(server.url);
  const targets = { text: target, vectors: target, spare: target, both: target };
  const aliases = { chat: ['text', 'both'], embed: ['vectors', 'both'] };
  const { layer } = await open({ targets, aliases }, own);
  const state = async () => (await own.render()).body.match(/llm_circuit_state{.*/g);
  expect(await state()).toEqual([
    'llm_circuit_state{provider="text"} 0',
    'llm_circuit_state{provider="both"} 0',
    'llm_circuit_state{provider="vectors"} 0',
  ]);
  server.nextEmbeddings(refuse(401, { kind: 'authentication' }));
  const { context } = callerWith();
  const payer = { context, signal: AbortSignal.timeout(20_000) };
  for (let asked = 0; asked < 5; asked += 1) await layer.embedder?.space(payer).catch(() => undefined);
  expect(await state()).toContain('llm_circuit_state{provider="vectors"} 2');
});
