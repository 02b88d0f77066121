import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SocketClient } from '../gateway/test/socket-client.js';
import { Caller } from '../testkit/caller.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

const newTrace = () => crypto.randomUUID().replaceAll('-', '');
const traceparent = (trace: string) => `00-${trace}-00f067aa0ba902b7-01`;

let system: TestSystem;
let tenant: TestTenant;
let documentId: string;

beforeAll(async () => {
  system = await TestSystem.start({
    settings: { PROFILE: 'production', LOG_LEVEL: 'debug' },
    keepOutput: true,
  });
  [tenant] = (await makeTenants(system, ['traced'])) as [TestTenant];
});
afterAll(() => system.close());

interface Line {
  message: string;
  trace_id?: string;
  request_id?: string;
  tenant?: string;
  name?: string;
}
const lines = (): Line[] =>
  system.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

const entries = `query Entries($filter: AuditEntryFilter) {
  auditEntries(filter: $filter, first: 100) { nodes { kind action actor requestId body } }
}`;

it('carries one trace and request from HTTP through outbox and job to run, decision and audit entry', async () => {
  const trace = newTrace();
  const requestId = `request-${trace.slice(0, 8)}`;
  const input = { name: 'traced.txt', text: 'The bridge over the Elbe was opened in 1893 by the town.' };
  const { body } = await tenant.admin.post(
    `mutation Add($input: AddTextInput!) { addText(input: $input) { ... on DocumentPayload { document { id } } } }`,
    { input },
    { traceparent: traceparent(trace), 'x-request-id': requestId },
  );
  documentId = body.data.addText.document.id;
  await eventually(
    () => tenant.admin.data('query State($id: ID!) { document(id: $id) { status } }', { id: documentId }),
    ({ document }) => document.status !== 'PROCESSING',
  );
  const { auditEntries } = await eventually(
    () => tenant.admin.data(entries, { filter: { subjectId: documentId } }),
    (found) =>
      found.auditEntries.nodes.filter((entry: { kind: string }) => entry.kind === 'decision').length > 2,
  );
  const made = auditEntries.nodes as { kind: string; requestId: string; body: { traceId?: string } }[];
  const decisions = made.filter(({ kind }) => kind === 'decision');
  expect(decisions.length).toBeGreaterThan(2);
  expect(new Set(decisions.map(({ body: record }) => record.traceId))).toEqual(new Set([trace]));
  expect(made.filter(({ kind }) => kind !== 'read').map((entry) => entry.requestId)).toEqual(
    made.filter(({ kind }) => kind !== 'read').map(() => requestId),
  );
  const logged = await eventually(
    async () => lines().filter(({ trace_id }) => trace_id === trace),
    (found) =>
      found.some(({ name, message }) => name === 'documents.ingest' && message === 'a job has ended'),
  );
  expect(new Set(logged.map((line) => line.request_id))).toEqual(new Set([requestId]));
  expect(new Set(logged.map((line) => line.tenant))).toEqual(new Set([tenant.id]));
  expect(logged.map(({ message }) => message)).toContain('an operation was answered');
});

it('carries the trace of a WebSocket to the run that it starts', async () => {
  const trace = newTrace();
  const url = `${system.url.replace('http', 'ws')}/graphql`;
  const headers = { traceparent: traceparent(trace) };
  const client = await SocketClient.signedIn(url, tenant.admin.token, headers);
  const frames = await client.operation('1', {
    query: 'subscription { ask(question: "When was the bridge opened?") { __typename runId } }',
  });
  client.close();
  const runId = frames[0]?.payload.data.ask.runId as string;
  const filter = { subjectId: runId, kind: 'decision' };
  const { auditEntries } = await eventually(
    () => tenant.admin.data(entries, { filter }),
    (found) => found.auditEntries.nodes.length > 0,
  );
  expect(auditEntries.nodes).toMatchObject([
    { action: 'capability.answers.answer', body: { traceId: trace } },
  ]);
});

describe('a denial', () => {
  const denied = (requestId: string) =>
    system.query<{ action: string; actor: string; body: { needed: string } }>(
      `select action, actor, body from platform.audit_intake where kind = 'denied' and request_id = $1`,
      [requestId],
    );
  let viewer: Caller;
  beforeAll(async () => {
    const { key } = await tenant.admin.change(
      'createKey',
      'CreateKeyInput',
      { name: 'viewer', roles: ['VIEWER'], scopes: ['documents:read', 'analytics:read'] },
      '... on CreateKeyPayload { key }',
    );
    viewer = new Caller(system.url, key);
  });

  it.each([
    {
      what: 'of a query',
      query: '{ documentStatistics { uploaded } }',
      action: 'graph.Query.documentStatistics',
      needed: 'analytics:read',
    },
    {
      what: 'of a mutation, an expected outcome',
      query: 'mutation { createGroup(input: { name: "x" }) { __typename } }',
      action: 'graph.Mutation.createGroup',
      needed: 'accounts:manage',
    },
  ])('$what is in the record when its answer leaves', async ({ query, action, needed }) => {
    const requestId = `denied-${crypto.randomUUID()}`;
    const { text } = await viewer.post(query, {}, { 'x-request-id': requestId });
    expect(text).toMatch(/FORBIDDEN|"Forbidden"/);
    expect(await denied(requestId)).toMatchObject([
      { action, actor: expect.stringMatching(/^key:/), body: { needed } },
    ]);
  });

  it('of a subscription is in the record when its answer leaves', async () => {
    const requestId = `denied-${crypto.randomUUID()}`;
    const { text } = await viewer.post(
      'subscription { ask(question: "Who?") { __typename } }',
      {},
      { 'x-request-id': requestId, accept: 'text/event-stream' },
    );
    expect(text).toContain('FORBIDDEN');
    expect(await denied(requestId)).toMatchObject([
      { action: 'graph.Subscription.ask', body: { needed: 'runs:start' } },
    ]);
  });

  it('is not what a missing document is', async () => {
    const requestId = `denied-${crypto.randomUUID()}`;
    const query = `{ document(id: "${crypto.randomUUID()}") { id } }`;
    const { body } = await viewer.post(query, {}, { 'x-request-id': requestId });
    expect(body).toEqual({ data: { document: null } });
    expect(await denied(requestId)).toEqual([]);
  });
});

it('shows the measures of all threads as one text without ids, each name once', async () => {
  const at = async () => (await fetch(`${system.url}/metrics`)).text();
  const value = (text: string, series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1] ?? Number.NaN,
    );
  const text = await eventually(at, (found) => value(found, 'audit_chain_height') > 0);
  expect(
    value(text, 'graphql_request_duration_seconds_count{operation_type="query",outcome="OK"}'),
  ).toBeGreaterThan(1);
  expect(value(text, 'graphql_rejected_total{reason="FORBIDDEN"}')).toBe(Number.NaN);
  expect(value(text, 'jobs_completed_total{queue="ingest"}')).toBe(1);
  expect(value(text, 'jobs_enqueued_total{queue="ai"}')).toBeGreaterThan(0);
  expect(value(text, 'job_duration_seconds_count{queue="ingest"}')).toBe(1);
  expect(value(text, 'outbox_lag_seconds')).toBeGreaterThanOrEqual(0);
  for (const thread of ['main', 'worker'])
    expect(value(text, `nodejs_eventloop_lag_seconds{thread="${thread}"}`)).toBeGreaterThan(0);
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

it('logs no secret', async () => {
  const { length } = system.output;
  expect(length).toBeGreaterThan(1000);
  expect(system.output + system.errorOutput).not.toContain(tenant.admin.token);
});

it('lives without its database, is not ready, and says which part is missing', async () => {
  const postmaster = Number.parseInt(await readFile(await postmasterFile(), 'utf8'), 10);
  const backends = await system.query<{ pid: number }>(
    'select pid from pg_stat_activity where pid <> pg_backend_pid()',
  );
  const processes = [postmaster, ...backends.map(({ pid }) => pid)];
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processes) process.kill(pid, name);
  };
  const ready = async () => {
    const response = await fetch(`${system.url}/readyz`);
    return { status: response.status, body: await response.json() };
  };
  expect(await ready()).toEqual({
    status: 200,
    body: { ready: true, parts: { database: 'ok', worker: 'ok' } },
  });
  signal('SIGSTOP');
  try {
    const without = await eventually(ready, ({ status }) => status === 503);
    expect(without.body).toEqual({ ready: false, parts: { database: 'TIMEOUT', worker: 'ok' } });
    expect((await fetch(`${system.url}/livez`)).status).toBe(200);
  } finally {
    signal('SIGCONT');
  }
  await eventually(ready, ({ status }) => status === 200);
});

async function postmasterFile(): Promise<string> {
  const [setting] = await system.query<{ folder: string }>(
    `select setting as folder from pg_settings where name = 'data_directory'`,
  );
  return join(setting!.folder, 'postmaster.pid');
}
