import type { RequestContext } from 'tributary/sdk';
import type { Embedder, EmbedRequest, SpanTree } from '#platform';
import { Metrics } from '../metrics.js';
import { continueTrace, parseTraceparent } from '../trace.js';
import { RunSpans, type RunSpansOptions, rootSpanId } from './run-spans.js';
import { traceEmbedder } from './traced-embedder.js';
import { createTracing } from './tracing.js';

const traceparent = continueTrace();
const begin = (options: Partial<RunSpansOptions> = {}) =>
  new RunSpans({
    tenant: 'tenant',
    runId: 'run',
    epoch: 0,
    name: 'answers.ask',
    traceparent,
    keepsContent: false,
    key: new Uint8Array(32),
    ...options,
  });

it('is one tree below whoever began the trace, the root first', () => {
  const spans = begin();
  const call = spans.begin('chat', 'main', { attempt: 1 });
  const tool = call.begin('tool', 'clock');
  tool.end();
  call.set({ finishReason: 'stop' });
  call.end();
  const { traceId, spans: records, links } = spans.finish();
  const parent = parseTraceparent(traceparent);
  expect(traceId).toBe(parent?.traceId);
  expect(records.map(({ kind }) => kind)).toEqual(['run', 'chat', 'tool']);
  expect(records.map(({ parentId }) => parentId)).toEqual([parent?.spanId, records[0]?.id, call.id]);
  expect(records[1]?.attributes).toEqual({ attempt: 1, finishReason: 'stop' });
  expect(links).toEqual([]);
});

it('begins a trace where there is none', () => {
  const tree = begin({ traceparent: '' }).finish();
  expect(tree.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(tree.spans[0]?.parentId).toBeNull();
});

it('stays in the trace when it is tried again, and links to the attempt that was lost', () => {
  const lost = begin({ epoch: 1 });
  const again = begin({ epoch: 2 }).finish();
  expect(again.traceId).toBe(lost.traceId);
  expect(again.links).toEqual([{ traceId: lost.traceId, spanId: rootSpanId('run', 1) }]);
  expect(lost.finish().spans[0]?.id).toBe(rootSpanId('run', 1));
});

it('ends what nobody ended, and what comes after the end is not kept', () => {
  const spans = begin();
  const open = spans.begin('chat', 'main');
  const tree = spans.finish('RUN_FAILED');
  expect(tree.spans.map(({ error }) => error)).toEqual(['RUN_FAILED', null]);
  open.set({ attempt: 2 });
  open.end('late');
  spans.begin('chat', 'late').end();
  expect(spans.finish()).toBe(tree);
  expect(tree.spans).toHaveLength(2);
});

it('keeps no more spans than it may, and counts the others', () => {
  const spans = begin();
  for (let made = 0; made < 1000; made += 1) {
    const span = spans.begin('tool', 'x'.repeat(10_000));
    span.begin('tool', 'below').end();
    span.end();
  }
  const { spans: records, dropped } = spans.finish();
  expect(records).toHaveLength(256);
  expect(dropped).toBe(2001 - 256);
  expect(records.every(({ name }) => name.length <= 200)).toBe(true);
  const ids = new Set(records.map(({ id }) => id));
  expect(records.slice(1).every(({ parentId }) => parentId !== null && ids.has(parentId))).toBe(true);
});

it('cuts what is long', () => {
  const spans = begin();
  const documents = Array.from({ length: 500 }, (_, at) => ({ id: String(at), score: null }));
  spans.begin('retrieval', 'search.query', { documents, model: 'm'.repeat(5000) }).end();
  const { attributes } = spans.finish().spans[1]!;
  expect(attributes.documents).toHaveLength(50);
  expect(attributes.model).toHaveLength(200);
});

it('keeps content only where it may, as it was, and not without end', () => {
  const without = begin();
  without.content('input', { question: 'secret' });
  expect(without.finish().spans[0]?.content).toBeNull();

  const spans = begin({ keepsContent: true });
  const input = { question: 'secret' };
  spans.content('input', input);
  input.question = 'changed';
  for (let made = 0; made < 20; made += 1) {
    spans.begin('prompt', String(made)).content('prompt', 'p'.repeat(100_000));
  }
  const { spans: records } = spans.finish();
  expect(records[0]?.content).toEqual({ input: { question: 'secret' } });
  expect(JSON.stringify(records).length).toBeLessThan(700_000);
});

it('hashes texts with a key and by tenant', () => {
  const hash = begin().hash('text');
  expect(hash).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
  expect(begin().hash('text')).toBe(hash);
  expect(begin({ tenant: 'other' }).hash('text')).not.toBe(hash);
  expect(begin({ key: new Uint8Array(32).fill(1) }).hash('text')).not.toBe(hash);
});

it('measures model calls by the names and buckets of OpenTelemetry', async () => {
  const metrics = new Metrics();
  const tracing = createTracing({ keepsContent: false, key: new Uint8Array(32), metrics, collector: null });
  const spans = tracing.begin({ tenant: 't', traceparent }, { runId: 'r', epoch: 0, name: 'ask' });
  const call = spans.begin('chat', 'main', { provider: 'openai', model: 'gpt-x' });
  const usage = {
    inputTokens: 100,
    outputTokens: 5,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
  };
  call.set({ usage, timeToFirstChunkMs: 30, chunks: 3 });
  call.end();
  tracing.ended(spans.finish());
  const { body } = await metrics.render();
  const labels = 'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-x"';
  expect(body).toContain(`gen_ai_client_token_usage_sum{${labels},gen_ai_token_type="input"} 100`);
  expect(body).toContain(`gen_ai_client_token_usage_bucket{le="67108864",${labels}`);
  expect(body).toContain(`gen_ai_client_operation_duration_seconds_count{${labels},error_type=""} 1`);
  expect(body).toContain(`gen_ai_client_operation_time_to_first_chunk_seconds_bucket{le="0.04",${labels}} 1`);
  expect(body).toContain(`gen_ai_client_operation_time_per_output_chunk_seconds_count{${labels}} 1`);
});

it('measures embeddings that no run asked for, and passes on what a run traces itself', async () => {
  const metrics = new Metrics();
  const trees: SpanTree[] = [];
  const collector = { export: (tree: SpanTree) => void trees.push(tree), close: async () => undefined };
  const tracing = createTracing({ keepsContent: false, key: new Uint8Array(32), metrics, collector });
  const plain = {
    model: 'e',
    async embed(texts: readonly string[], { span }: EmbedRequest) {
      const call = { provider: 'openai', model: 'e' };
      if (texts.length > 0) span?.begin('embeddings', 'embeddings e', call).end();
      return texts.map(() => [1]);
    },
  } as unknown as Embedder;
  const context = { tenant: 't', traceparent } as RequestContext;
  const request = { context, signal: new AbortController().signal, purpose: 'documents.index' };
  const traced = traceEmbedder(plain, tracing);
  expect(await traced.embed(['a'], request)).toEqual([[1]]);
  expect(await traced.embed([], request)).toEqual([]);
  expect(trees).toMatchObject([
    { runId: null, spans: [{ name: 'documents.index' }, { kind: 'embeddings' }] },
  ]);
  const own = begin();
  await traced.embed(['a'], { ...request, span: own });
  expect(own.finish().spans).toHaveLength(2);
  expect(trees).toHaveLength(1);
  expect((await metrics.render()).body).toContain('gen_ai_operation_name="embeddings"');
});
