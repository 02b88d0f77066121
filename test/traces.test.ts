import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ReceivedSpan,
  startCollector,
  type TestCollector,
} from '../platform/telemetry/otlp/collector.fixture.js';
import { type ChaosProvider, say, startChaosProvider, unhurried } from '../testkit/providers/index.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

const newTrace = () => crypto.randomUUID().replaceAll('-', '');
const callerSpan = '00f067aa0ba902b7';

let collector: TestCollector;
let provider: ChaosProvider;
let folder: string;
let system: TestSystem;
let tenant: TestTenant;

beforeAll(async () => {
  [collector, provider] = await Promise.all([startCollector(), startChaosProvider()]);
  folder = await mkdtemp(join(tmpdir(), 'tributary-traces-'));
  const chat = { provider: 'openai', baseUrl: provider.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  provider.next(say('The bridge was opened in 1893 [1].'));
  system = await TestSystem.start({
    settings: {
      PROFILE: 'production',
      MODELS: `file:${join(folder, 'models.json')}`,
      EGRESS_ALLOW: new URL(provider.url).host,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  [tenant] = (await makeTenants(system, ['traced'])) as [TestTenant];
});
afterAll(async () => {
  await system?.close();
  await Promise.all([collector.close(), provider.close(), rm(folder, { recursive: true })]);
});

const spansOf = (trace: string): ReceivedSpan[] =>
  collector.spans().filter(({ traceId }) => traceId === trace);
/** Spans below one that the collector does not know, nor the caller. */
function orphansOf(spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  const ids = new Set([callerSpan, ...spans.map(({ spanId }) => spanId)]);
  return spans.filter(({ parentSpanId = '' }) => !ids.has(parentSpanId));
}
const attribute = ({ attributes }: ReceivedSpan, name: string) =>
  attributes.find(({ key }) => key === name)?.value;

async function send(trace: string, query: string, variables: Record<string, unknown>) {
  const headers = { traceparent: `00-${trace}-${callerSpan}-01` };
  const { body } = await tenant.admin.post(query, variables, headers);
  return body.data;
}

const start = `mutation ($input: StartRunInput!) { startRun(input: $input) { ... on StartRunPayload { run { id } } ... on Failure { code message } } }`;
const read = `query ($id: ID!) { run(id: $id) { state trace { traceId spans { kind model inputTokens attempt error
  documents { document { id } score } } } } }`;

it('is one trace from the request over outbox and job to the run, its model call and the collector', async () => {
  const trace = newTrace();
  const text = 'The bridge over the Elbe was opened in 1893 by the town.';
  const added = await send(
    trace,
    'mutation ($input: AddTextInput!) { addText(input: $input) { ... on DocumentPayload { document { id } } } }',
    { input: { name: 'bridge.txt', text } },
  );
  const documentId = added.addText.document.id;
  await eventually(
    () => tenant.admin.data('query ($id: ID!) { document(id: $id) { status } }', { id: documentId }),
    ({ document }) => document.status !== 'PROCESSING',
  );

  const asked = newTrace();
  const input = { capability: 'answers.answer', arguments: { question: 'When was the bridge opened?' } };
  const { startRun } = await send(asked, start, { input: { ...input, anew: true } });
  const { run } = await eventually(
    () => tenant.admin.data(read, { id: startRun.run.id }),
    (found) => found.run.state !== 'PENDING' && found.run.state !== 'RUNNING',
  );
  expect(run).toMatchObject({ state: 'FINISHED', trace: { traceId: asked } });
  const kinds = run.trace.spans.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['RUN', 'RETRIEVAL', 'PROMPT', 'CHAT', 'GUARDRAIL']));
  expect(run.trace.spans.find(({ kind }: { kind: string }) => kind === 'RETRIEVAL').documents).toMatchObject([
    { document: { id: documentId }, score: expect.any(Number) },
  ]);
  expect(run.trace.spans.find(({ kind }: { kind: string }) => kind === 'CHAT')).toMatchObject({
    model: 'test-model',
    inputTokens: 20,
    attempt: 1,
  });

  // The provider is told of the attempt that calls it.
  const call = provider.seen.find(({ headers }) => headers.traceparent?.includes(asked));
  const exported = await eventually(
    async () => spansOf(asked),
    (spans) =>
      spans.some(({ name }) => name === 'chat test-model') &&
      spans.some(({ kind }) => kind === 2) &&
      orphansOf(spans).length === 0,
  );
  const chat = exported.find(({ name }) => name === 'chat test-model')!;
  expect(call?.headers.traceparent).toBe(`00-${asked}-${chat.spanId}-01`);
  expect(attribute(chat, 'gen_ai.usage.input_tokens')).toEqual({ intValue: 20 });

  // No span hangs in the air, once all have come: the mutation below its caller, the run below the mutation.
  const request = exported.find(({ name }) => name === 'mutation');
  expect(request?.parentSpanId).toBe(callerSpan);
  expect(exported.find(({ name }) => name.startsWith('invoke_workflow'))?.parentSpanId).toBe(request?.spanId);

  await eventually(
    async () => spansOf(trace),
    (spans) =>
      spans.filter(({ name }) => name.startsWith('invoke_workflow')).length >= 4 &&
      orphansOf(spans).length === 0,
  );
});

it('costs a request nothing when the collector is silent, and stops in time', async () => {
  collector.behave('silent');
  const began = performance.now();
  for (let asked = 0; asked < 20; asked += 1) {
    const { documents } = await tenant.admin.data('{ documents(first: 1) { totalCount } }', {});
    expect(documents.totalCount).toBe(1);
  }
  expect(performance.now() - began).toBeLessThan(5000);
  const stopping = performance.now();
  expect(await system.stop()).toEqual([0]);
  expect(performance.now() - stopping).toBeLessThan(15_000);
});
