import { randomUUID } from 'node:crypto';
import { execute, parse } from 'graphql';
import { refuse, say, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const caller = {
  ...callerOf(randomUUID(), { actor: 'user:anna', roles: ['admin'] }),
  traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
};
let host: ModelHost;

beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    targets: {
      main: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'first-model' },
      spare: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'second-model' },
    },
    aliases: { chat: ['main', 'spare'] },
  }));
});
afterAll(() => host.close());

const source = `query ($id: ID!) { run(id: $id) { trace { spans { id parentId kind error target model attempt provider
  fallbackFrom fallbackReason promptVersion finishReason inputTokens outputTokens costUsd timeToFirstChunkMs content } } } }`;

interface Span {
  id: string;
  parentId: string | null;
  kind: string;
  timeToFirstChunkMs: number | null;
}

async function spansOf(question: string): Promise<Span[]> {
  const runId = await host.start(caller, 'trial.ask', { question });
  await host.work(caller, runId);
  const { schema } = host.subgraph;
  const contextValue = host.graph(caller);
  const document = parse(source);
  const { data, errors } = await execute({ schema, document, variableValues: { id: runId }, contextValue });
  expect(errors).toBeUndefined();
  return (data as unknown as { run: { trace: { spans: Span[] } } }).run.trace.spans;
}

it('tells of each attempt, who failed, who answered instead, and what it took', async () => {
  host.provider.by(({ model }) => (model === 'first-model' ? refuse(503) : say('They ', 'flow.')));
  const spans = await spansOf('rivers?');
  const chats = spans.filter(({ kind }) => kind === 'CHAT');
  expect(spans[0]).toMatchObject({ kind: 'RUN', promptVersion: 'ask@1', error: null });
  expect(spans.find(({ kind }) => kind === 'PROMPT')).toMatchObject({ promptVersion: 'ask@1' });
  const answer = chats.at(-1)!;
  expect(answer).toMatchObject({
    target: 'spare',
    model: 'second-model',
    provider: 'openai',
    promptVersion: 'ask@1',
    finishReason: 'stop',
    inputTokens: 20,
    outputTokens: 10,
    // Nobody entered a price: that is no cost of zero.
    costUsd: null,
    timeToFirstChunkMs: expect.any(Number),
  });
  // Content is off unless somebody asks for it.
  expect(spans.every((span) => !('content' in span) || span.content === null)).toBe(true);
  expect(chats.every(({ parentId }) => parentId === spans[0]?.id)).toBe(true);
  const told = host.provider.seen.map(({ headers }) => headers.traceparent);
  expect(told).toEqual(chats.map(({ id }) => `00-${traceId}-${id}-01`));
});

it('says that the built-in engine answered for a model, and why', async () => {
  host.provider.by(() => refuse(400));
  const [root, ...others] = await spansOf('lakes?');
  expect(root).toMatchObject({ fallbackFrom: 'MODEL', fallbackReason: 'MODEL_FAILED', promptVersion: null });
  const chats = others.filter(({ kind }) => kind === 'CHAT');
  expect(chats.length).toBeGreaterThan(0);
  expect(chats.every((span) => 'error' in span && span.error === 'bad-request')).toBe(true);
});
