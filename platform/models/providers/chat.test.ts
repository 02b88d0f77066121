import {
  answerWith,
  type ChaosProvider,
  say,
  sayEvery,
  sayRestAfter,
  startChaosProvider,
} from '../../../testkit/providers/index.js';
import { collect, openAt, protocols, question } from './collected.fixture.js';
import type { ChatMessage } from './provider.js';

let server: ChaosProvider;
beforeAll(async () => {
  server = await startChaosProvider();
});
afterAll(() => server.close());

const schema = {
  name: 'answer',
  schema: {
    type: 'object',
    properties: { count: { type: 'integer', minimum: 0 } },
    required: ['count'],
    additionalProperties: false,
  },
};
const weather = {
  name: 'weather',
  description: 'The weather of a place.',
  parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};
const talk: ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'The weather?' },
  {
    role: 'assistant',
    content: 'I look.',
    toolCalls: [{ id: 'call_1', name: 'weather', arguments: { place: 'Bonn' } }],
  },
  { role: 'tool', content: 'rain', toolCallId: 'call_1' },
];

describe.each(protocols)('%s', (protocol) => {
  it('streams text, then the use of tokens, then why it ended', async () => {
    const provider = await openAt(protocol, server);
    server.next(answerWith(['They ', 'flow', '.'], { id: 'answer-1', usage: { input: 20, output: 10 } }));
    const { text, chunks, usage, finish, error } = await collect(provider);
    expect(error).toBeNull();
    expect(text).toBe('They flow.');
    expect(chunks.map(({ type }) => type)).toEqual(['text', 'text', 'text', 'usage', 'finish']);
    expect(usage).toEqual({
      inputTokens: 20,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 10,
      reasoningTokens: 0,
    });
    const responseId = protocol === 'ollama' ? null : 'answer-1';
    expect(finish).toEqual({ type: 'finish', reason: 'stop', responseId, model: 'test-model' });
    expect(server.hits).toBeGreaterThan(0);
  });

  it('gives each part when it comes', async () => {
    const provider = await openAt(protocol, server);
    const told = Promise.withResolvers<void>();
    server.next(sayRestAfter('They ', told.promise, 'flow.'));
    const parts: string[] = [];
    for await (const chunk of provider.stream(question(), AbortSignal.timeout(20_000))) {
      // The rest is only sent once the first part was given.
      told.resolve();
      if (chunk.type === 'text') parts.push(chunk.text);
    }
    expect(parts).toEqual(['They ', 'flow.']);
    server.next(sayEvery(5, 'They ', 'flow ', 'on.'));
    expect((await collect(provider)).chunks.filter(({ type }) => type === 'text')).toHaveLength(3);
  });

  it('sends no temperature and no seed unless they are given', async () => {
    const provider = await openAt(protocol, server);
    server.next(say('Yes.'));
    await collect(provider);
    const body = JSON.stringify(server.requests[0]);
    expect(body).not.toContain('temperature');
    expect(body).not.toContain('seed');
    await collect(provider, question({ temperature: 0, seed: 7 }));
    const { temperature, seed, options } = server.requests[1] ?? {};
    expect(temperature ?? options?.temperature).toBe(0);
    // Anthropic's protocol knows none.
    if (protocol !== 'anthropic') expect(seed ?? options?.seed).toBe(7);
  });

  it('asks for no more tokens than it may', async () => {
    const provider = await openAt(protocol, server);
    server.next(say('Yes.'));
    await collect(provider, question({ maxOutputTokens: 33 }));
    const { max_tokens, options } = server.requests[0] ?? {};
    expect(max_tokens ?? options?.num_predict).toBe(33);
  });

  it('says when an answer was cut off by its length', async () => {
    const provider = await openAt(protocol, server);
    server.next(answerWith(['They '], { finish: 'length' }));
    expect((await collect(provider)).finish?.reason).toBe('length');
  });

  it('asks for tools, and gives the results of former calls', async () => {
    const provider = await openAt(protocol, server);
    const calls = [
      { id: 'call_2', name: 'weather', arguments: { place: 'Köln' } },
      { id: 'call_3', name: 'weather', arguments: { place: 'Trier' } },
    ];
    server.next(say('I look again.', ...calls));
    const { chunks, finish, error } = await collect(provider, question({ messages: talk, tools: [weather] }));
    expect(error).toBeNull();
    const id = protocol === 'ollama' ? expect.any(String) : 'call_2';
    expect(chunks.filter(({ type }) => type === 'tool-call')).toMatchObject([
      { id, name: 'weather', arguments: { place: 'Köln' } },
      { name: 'weather', arguments: { place: 'Trier' } },
    ]);
    expect(finish?.reason).toBe('tool-calls');
    const sent = JSON.stringify(server.requests[0]);
    for (const part of ['Be brief.', 'The weather of a place.', 'Bonn', 'rain']) expect(sent).toContain(part);
  });

  it('takes a schema in its own way, and gives the answer as text', async () => {
    const provider = await openAt(protocol, server);
    expect(provider.structured).toBe('schema');
    const answer =
      protocol === 'anthropic' ? { id: 't', name: 'answer', arguments: { count: 3 } } : '{"count":3}';
    server.next(say(answer));
    const { text, finish, error } = await collect(provider, question({ schema }));
    expect(error).toBeNull();
    expect(JSON.parse(text)).toEqual({ count: 3 });
    expect(finish?.reason).toBe('stop');
    const { response_format, format, tools, tool_choice } = server.requests[0] ?? {};
    if (protocol === 'openai') {
      expect(response_format).toMatchObject({
        type: 'json_schema',
        json_schema: { ...schema, strict: true },
      });
    } else if (protocol === 'ollama') expect(format).toEqual(schema.schema);
    else {
      expect(tools).toMatchObject([{ name: 'answer', input_schema: schema.schema }]);
      expect(tool_choice).toEqual({ type: 'tool', name: 'answer' });
    }
  });

  it('takes what only this provider knows from its settings', async () => {
    const provider = await openAt(protocol, server, {
      headers: { 'x-team': 'rivers' },
      parameters: protocol === 'ollama' ? { numCtx: 9000 } : { service_tier: 'flex' },
    });
    server.next(say('Yes.'));
    await collect(provider);
    expect(server.seen[0]?.headers['x-team']).toBe('rivers');
    expect(JSON.stringify(server.requests[0])).toContain(protocol === 'ollama' ? '"num_ctx":9000' : 'flex');
  });
});

it('leaves out the temperature for a model that takes none, or says what the client refuses', async () => {
  server.next(say('Yes.'));
  const warm = question({ temperature: 0.2 });
  for (const protocol of protocols) {
    const provider = await openAt(protocol, server, { parameters: { temperature: null } });
    expect((await collect(provider, warm)).text).toBe('Yes.');
    expect(JSON.stringify(server.requests.at(-1))).not.toContain('temperature');
  }
  const before = server.hits;
  const refusing = await openAt('anthropic', server, { model: 'claude-opus-5' });
  expect((await collect(refusing, warm)).error).toMatchObject({ class: 'bad-request', status: null });
  expect(server.hits).toBe(before);
});

it('counts what came from the cache and what was thought, as OpenAI tells it', async () => {
  const provider = await openAt('openai', server);
  server.next(answerWith(['Yes.'], { usage: { input: 1000, output: 50, cacheRead: 800, reasoning: 40 } }));
  expect((await collect(provider)).usage).toEqual({
    inputTokens: 1000,
    cacheReadTokens: 800,
    cacheWriteTokens: 0,
    outputTokens: 50,
    reasoningTokens: 40,
  });
});

it('adds up what Anthropic counts apart', async () => {
  const provider = await openAt('anthropic', server);
  server.next(answerWith(['Yes.'], { usage: { input: 1000, output: 50, cacheRead: 800, cacheWrite: 150 } }));
  expect((await collect(provider)).usage).toEqual({
    inputTokens: 1000,
    cacheReadTokens: 800,
    cacheWriteTokens: 150,
    outputTokens: 50,
    reasoningTokens: 0,
  });
});

it('says that the content was filtered', async () => {
  for (const protocol of ['openai', 'anthropic']) {
    const provider = await openAt(protocol, server);
    server.next(answerWith(['No'], { finish: 'content-filter' }));
    expect((await collect(provider)).finish?.reason).toBe('content-filter');
  }
});

it('speaks to an Azure deployment by address, query and header', async () => {
  const provider = await openAt('openai', server, {
    baseUrl: `${server.origin}/openai/deployments/mine`,
    query: { 'api-version': '2025-01-01' },
    apiKeyHeader: 'api-key',
  });
  server.next(say('Yes.'));
  expect((await collect(provider)).text).toBe('Yes.');
  expect(server.seen[0]?.path).toBe('/openai/deployments/mine/chat/completions?api-version=2025-01-01');
  expect(server.seen[0]?.headers).toMatchObject({ 'api-key': 'key' });
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
});

it('holds newer models of Anthropic to a schema as they write', async () => {
  const provider = await openAt('anthropic', server, { model: 'claude-fable-5-1' });
  server.next(say('{"count":', '3}'));
  const { text } = await collect(provider, question({ schema }));
  expect(JSON.parse(text)).toEqual({ count: 3 });
  const { output_config, tools } = server.requests[0] as unknown as Record<string, unknown>;
  const closed = { ...schema.schema, properties: { count: { type: 'integer' } } };
  expect(output_config).toEqual({ format: { type: 'json_schema', schema: closed } });
  expect(tools).toBeUndefined();
});

it('asks for any JSON object, or for nothing, where a server knows no more', async () => {
  server.next(say('{}'));
  await collect(await openAt('openai', server, { structured: 'object' }), question({ schema }));
  await collect(await openAt('openai', server, { structured: 'none' }), question({ schema }));
  await collect(await openAt('ollama', server, { structured: 'object' }), question({ schema }));
  expect(server.requests[0]?.response_format).toEqual({ type: 'json_object' });
  expect(server.requests[1]?.response_format).toBeUndefined();
  expect(server.requests[2]?.format).toBe('json');
});

it('sends its key, or none where it has none, and nothing of the machine', async () => {
  server.next(say('Yes.'));
  for (const protocol of protocols) {
    await collect(await openAt(protocol, server));
    await collect(await openAt(protocol, server, { apiKey: null }));
  }
  const keys = server.seen.map(({ headers }) => headers.authorization ?? headers['x-api-key']);
  expect(keys).toEqual(['Bearer key', undefined, 'key', undefined, 'Bearer key', undefined]);
  for (const { headers } of server.seen) {
    expect(headers['user-agent']).toBe('tributary');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  }
});

it('heeds no setting of the environment that is not its own', async () => {
  const before = { ...process.env };
  const nowhere = 'http://127.0.0.1:1';
  Object.assign(process.env, {
    OPENAI_BASE_URL: nowhere,
    OPENAI_CUSTOM_HEADERS: 'x-leak: 1',
    OPENAI_ORG_ID: 'leak',
    OPENAI_LOG: 'debug',
    ANTHROPIC_BASE_URL: nowhere,
    ANTHROPIC_AUTH_TOKEN: 'leak',
    ANTHROPIC_CUSTOM_HEADERS: 'x-leak: 1',
    OLLAMA_BASE_URL: nowhere,
    LANGSMITH_TRACING: 'true',
    LANGSMITH_ENDPOINT: server.origin,
  });
  const { debug } = console;
  const logged: unknown[] = [];
  console.debug = (...line) => void logged.push(line);
  try {
    server.next(say('Yes.'));
    const hits = server.hits;
    for (const protocol of protocols)
      expect((await collect(await openAt(protocol, server))).text).toBe('Yes.');
    expect(server.hits - hits).toBe(protocols.length);
    expect(JSON.stringify(server.seen)).not.toContain('leak');
    expect(logged).toEqual([]);
  } finally {
    console.debug = debug;
    process.env = before;
  }
});

it('refuses a provider that does not chat, and names those that do', async () => {
  await expect(openAt('huggingface', server)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('openai, anthropic, ollama'),
  });
});
