import type { SpanTree } from '#platform';
import { type Config, loadConfig } from '#platform/config';
import { wholeTree } from '../conventions/spans.fixture.js';
import { Metrics } from '../metrics.js';
import { startCollector, type TestCollector } from './collector.fixture.js';
import { openCollector } from './open-collector.js';

const queue = { mostWaiting: 64, mostTogether: 30, everyMs: 5 };
let collector: TestCollector;
let warnings: string[];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };

beforeEach(async () => {
  warnings = [];
  collector = await startCollector();
});
afterEach(() => collector.close());

function settings(environment: Record<string, string> = {}): Config['traces'] {
  return loadConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    ...environment,
  }).traces;
}

async function open(given = settings()) {
  const metrics = new Metrics();
  const spans = await openCollector(given, metrics, log, queue);
  if (!spans) throw new Error('no collector');
  const counted = async (name: string) => {
    const { body } = await metrics.render();
    const lines = body.split('\n').filter((line) => line.startsWith(name));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  return { spans, counted };
}

const treeOf = (spans: number): SpanTree => ({ ...wholeTree, spans: wholeTree.spans.slice(0, spans) });

it('opens none, and loads nothing, without an address', async () => {
  expect(await openCollector(loadConfig({}).traces, new Metrics(), log)).toBeNull();
});

it('sends trees whole, with the headers that it was given and the links to earlier attempts', async () => {
  const { spans, counted } = await open(
    settings({ OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b', OTEL_SERVICE_NAME: 'office' }),
  );
  spans.export(wholeTree);
  await collector.requests(1);
  await spans.close(20_000);
  expect(collector.headers[0]).toMatchObject({ 'x-key': 'a b', 'content-type': 'application/json' });
  const [packet] = collector.packets;
  expect(packet?.resourceSpans[0]?.resource.attributes).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'office' },
  });
  expect(packet?.resourceSpans[0]?.scopeSpans[0]?.schemaUrl).toContain('1.41');
  const received = collector.spans();
  expect(received).toHaveLength(wholeTree.spans.length);
  expect(new Set(received.map(({ traceId }) => traceId))).toEqual(new Set([wholeTree.traceId]));
  const ids = new Set(received.map(({ spanId }) => spanId));
  expect(received.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
  expect(received[0]?.links).toMatchObject([{ spanId: '00000000000000aa' }]);
  expect(received[9]).toMatchObject({
    name: 'chat gpt-x',
    kind: 3,
    status: { code: 2, message: 'rate-limit' },
  });
  expect(JSON.stringify(collector.packets)).not.toContain('never exported');
  expect(await counted('otel_spans_exported_total')).toBe(wholeTree.spans.length);
});

it('has the names of OpenInference beside the others where they are wanted', async () => {
  const { spans } = await open(settings({ OBS_OPENINFERENCE: 'on' }));
  spans.export(wholeTree);
  await spans.close(20_000);
  const keys = collector.spans().map(({ attributes }) => attributes.map(({ key }) => key));
  expect(keys.every((names) => names.includes('openinference.span.kind'))).toBe(true);
});

it('drops and counts what a silent collector leaves waiting; nobody waits', async () => {
  collector.behave('silent');
  const { spans, counted } = await open(settings({ OTEL_EXPORTER_OTLP_TIMEOUT: '60000' }));
  const tree = treeOf(10);
  spans.export(tree);
  await collector.requests(1);
  for (let sent = 0; sent < 1000; sent += 1) spans.export(tree);
  // Six trees of ten fit into a queue of 64.
  expect(await counted('otel_spans_dropped_total')).toBe(994 * 10);
  // The collector never answers: who waited for it would wait longer than this test may take.
  await spans.close(100);
  expect(await counted('otel_spans_dropped_total')).toBe(1000 * 10);
}, 50_000);

it.each(['broken', 'dead'] as const)('drops and counts what a %s collector does not take', async (mood) => {
  // One that is not there is tried again for so long.
  const { spans, counted } = await open(settings({ OTEL_EXPORTER_OTLP_TIMEOUT: '300' }));
  if (mood === 'broken') collector.behave('broken');
  else await collector.close();
  spans.export(treeOf(10));
  spans.export(treeOf(5));
  await spans.close(20_000);
  expect(await counted('otel_spans_dropped_total')).toBe(15);
  expect(await counted('otel_spans_exported_total')).toBe(0);
  expect(warnings).toHaveLength(1);
});

it('sends again when the collector is back', async () => {
  collector.behave('broken');
  const { spans, counted } = await open();
  spans.export(treeOf(3));
  await collector.requests(1);
  collector.behave('healthy');
  spans.export(treeOf(4));
  await spans.close(20_000);
  expect(await counted('otel_spans_exported_total')).toBe(4);
  expect(await counted('otel_spans_dropped_total')).toBe(3);
});
