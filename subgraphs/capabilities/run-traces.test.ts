import { randomUUID } from 'node:crypto';
import { execute, parse } from 'graphql';
import type { SpanTree } from '#platform';
import { createTracing, parseTraceparent } from '#platform/telemetry';
import { callerOf } from '../../testkit/subgraph-host.js';
import { gate } from './fixtures/plugins/trial/gate.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const tenant = randomUUID();
const caller = { ...callerOf(tenant, { actor: 'user:anna', roles: ['member'] }), traceparent };
const auditor = { ...callerOf(tenant, { actor: 'user:anna', roles: ['admin'] }), traceparent };
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost(() => null, { TRACE_CONTENT: 'on' });
});
afterAll(() => host.close());

const source = `query ($id: ID!) { run(id: $id) { trace { traceId epoch dropped spans {
  id parentId kind name startedAt durationMs error outcome verdict findings documents { document { id } score } content } } } }`;

interface Span {
  id: string;
  parentId: string | null;
  kind: string;
  name: string;
  error: string | null;
  outcome: string | null;
  verdict: string | null;
  findings: string[];
  documents: { document: { id: string }; score: number | null }[];
  content: Record<string, unknown> | null;
}

async function traceOf(runId: string, context = caller) {
  const contextValue = host.graph(context);
  const { schema } = host.subgraph;
  const result = await execute({
    schema,
    document: parse(source),
    variableValues: { id: runId },
    contextValue,
  });
  if (result.errors?.[0]) throw result.errors[0].originalError ?? result.errors[0];
  return (result.data as { run: { trace: { traceId: string; epoch: number; spans: Span[] } | null } }).run
    .trace;
}

async function ran(capability: string, input: unknown, context = caller): Promise<string> {
  const runId = await host.start(context, capability, input);
  await host.work(context, runId);
  return runId;
}

const rows = (runId: string) =>
  host.db.database.tenant(tenant, (tx) =>
    tx.query<{ spans: unknown; content: Buffer | null }>(
      'select spans, content from capabilities.run_traces where run_id = $1 order by epoch',
      [runId],
    ),
  );

it('shows what a run screened and retrieved, in the trace of its request', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 17');
  const trace = await traceOf(await ran('trial.find', { text: documentId }));
  expect(trace?.traceId).toBe(parseTraceparent(traceparent)?.traceId);
  const [root, ...others] = trace?.spans ?? [];
  expect(root).toMatchObject({ kind: 'RUN', name: 'trial.find', outcome: 'Answer' });
  expect(root?.parentId).toBe(parseTraceparent(traceparent)?.spanId);
  expect(others.every(({ parentId }) => parentId === root?.id)).toBe(true);
  expect(others.find(({ kind }) => kind === 'RETRIEVAL')).toMatchObject({
    name: 'documents.read',
    documents: [{ document: { id: documentId }, score: null }],
  });
  expect(others.filter(({ kind }) => kind === 'GUARDRAIL').map(({ name }) => name)).toEqual([
    'stream',
    'output',
  ]);
});

it('tells what screening found, never where', async () => {
  const runId = await ran('trial.echo', { text: 'the secret is out' });
  const spans = (await traceOf(runId))?.spans ?? [];
  expect(spans.find(({ name }) => name === 'input')).toMatchObject({ verdict: 'MODIFY', findings: ['word'] });
  const [row] = await rows(runId);
  expect(JSON.stringify(row?.spans)).toMatch(/hmac-sha256:[0-9a-f]{64}/);
  expect(JSON.stringify(row?.spans)).not.toContain('secret');
});

it('keeps content encrypted, for who may read the audit log', async () => {
  const runId = await ran('trial.echo', { text: 'mountains' });
  expect((await traceOf(runId))?.spans[0]?.content).toBeNull();
  expect((await traceOf(runId, auditor))?.spans[0]?.content).toMatchObject({
    input: { text: 'mountains' },
    output: { text: 'mountains' },
  });
  const [row] = await rows(runId);
  expect(row?.content?.toString('latin1')).not.toContain('mountains');
  await host.db.database.tenant(tenant, (tx) => host.platform.keys.erase(tx, 'traces'));
  expect((await traceOf(runId, auditor))?.spans[0]?.content).toBeNull();
});

it('says why a run failed, and hangs a run below the one that ran it', async () => {
  const failed = await traceOf(await ran('trial.fail', {}));
  expect(failed?.spans[0]).toMatchObject({ kind: 'RUN', error: 'RUN_FAILED', outcome: 'Failed' });

  const outer = await traceOf(await ran('trial.nest', { text: 'inner words' }));
  const call = outer?.spans.find(({ kind }) => kind === 'TOOL');
  expect(call).toMatchObject({ name: 'trial.echo', outcome: 'Answer', error: null });
  const nested = await host.db.database.tenant(tenant, (tx) =>
    tx.query<{ id: string }>(
      `select id from capabilities.runs where capability = 'trial.echo' order by created_at desc limit 1`,
    ),
  );
  const inner = await traceOf(nested[0]!.id);
  expect(inner?.traceId).toBe(outer?.traceId);
  expect(inner?.spans[0]?.parentId).toBe(call?.id);
});

it('goes on in its trace when another worker begins anew', async () => {
  const runId = await host.start(caller, 'trial.wait', {});
  const stop = new AbortController();
  gate.reset();
  const lost = host.work(caller, runId, stop.signal).catch(() => undefined);
  await gate.reached();
  stop.abort(new Error('the worker stops'));
  await lost;
  const again = host.work(caller, runId);
  gate.open();
  await again;
  const trace = await traceOf(runId);
  expect(trace).toMatchObject({ epoch: 1, traceId: parseTraceparent(traceparent)?.traceId });
  // The row of the run does not name what a lost attempt was given, so nothing of that is kept.
  expect(await rows(runId)).toMatchObject([
    {
      content: null,
      spans: expect.arrayContaining([expect.objectContaining({ kind: 'run', error: 'ABORTED' })]),
    },
    { spans: expect.arrayContaining([expect.objectContaining({ kind: 'run', error: null })]) },
  ]);
});

it('erases traces with the document that they were made from, and with age', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 99');
  const runId = await ran('trial.find', { text: documentId });
  expect(await rows(runId)).toHaveLength(1);
  await host.db.database.tenant(tenant, async (tx) => {
    for (const eraser of host.subgraphParts.erasers ?? []) await eraser.document?.(tx, documentId);
  });
  expect(await rows(runId)).toHaveLength(0);

  const runIds = [
    await ran('trial.echo', { text: 'old words' }),
    await ran('trial.echo', { text: 'new words' }),
  ];
  const [old = '', recent = ''] = runIds;
  await host.db.database.tenant(tenant, async (tx) => {
    await tx.query('delete from capabilities.run_traces where run_id = $1', [old]);
    await tx.query(
      `insert into capabilities.run_traces (tenant_id, run_id, epoch, trace_id, spans, at)
       values ($1, $2, 0, 'old', '[]', now() - interval '31 days')`,
      [tenant, old],
    );
  });
  const retention = host.subgraphParts.schedules?.find(({ name }) => name.includes('trace'));
  await retention?.run(new AbortController().signal);
  expect(await rows(old)).toHaveLength(0);
  expect(await rows(recent)).toHaveLength(1);
  // What the run's own row knows stays.
  expect(await traceOf(old)).toMatchObject({
    traceId: parseTraceparent(traceparent)?.traceId,
    spans: [{ kind: 'RUN', name: 'trial.echo', outcome: 'Answer' }],
  });
});

it('lets nobody change what was recorded', async () => {
  await ran('trial.echo', { text: 'firm words' });
  const change = host.db.database.tenant(tenant, (tx) =>
    tx.query(`update capabilities.run_traces set spans = '[]'`),
  );
  await expect(change).rejects.toThrow();
});

it('makes one whole tree of each of many flows, however they end', async () => {
  const trees: SpanTree[] = [];
  const collector = { export: (tree: SpanTree) => void trees.push(tree), close: async () => undefined };
  const { metrics, tracing } = host.parts;
  const exporting = createTracing({ keepsContent: false, key: new Uint8Array(32), metrics, collector });
  Object.assign(host.parts, { tracing: exporting });
  const { documentId } = await host.document(tenant, 'Invoice 18');
  const flows = [
    ['trial.echo', { text: 'words' }],
    ['trial.echo', { text: 'forbidden words' }],
    ['trial.find', { text: documentId }],
    ['trial.cite', { documentId }],
    ['trial.nest', { text: 'inner' }],
    ['trial.fail', {}],
  ] as const;
  const headers = Array.from({ length: 60 }, () => {
    const trace = randomUUID().replaceAll('-', '');
    return `00-${trace}-${trace.slice(0, 16)}-01`;
  });
  await Promise.all(
    headers.map(async (header, at) => {
      const [capability, given] = flows[at % flows.length]!;
      // Equal runs within runs would be one.
      const input = capability === 'trial.nest' ? { text: `inner ${at}` } : given;
      const context = { ...caller, traceparent: header };
      const run = { capability, input, context, signal: new AbortController().signal, anew: true };
      await host.runner.execute(run).catch(() => undefined);
    }),
  );
  Object.assign(host.parts, { tracing });
  // A run within a run is a tree of its own in the same trace.
  expect(trees.length).toBe(60 + 10);
  for (const header of headers) {
    const { traceId = '', spanId = '' } = parseTraceparent(header) ?? {};
    const spans = trees.filter((tree) => tree.traceId === traceId).flatMap((tree) => tree.spans);
    const ids = new Set([spanId, ...spans.map(({ id }) => id)]);
    expect(spans.length).toBeGreaterThan(0);
    expect(spans.filter(({ parentId }) => !ids.has(parentId ?? ''))).toEqual([]);
  }
});
