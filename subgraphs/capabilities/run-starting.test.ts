import { randomUUID } from 'node:crypto';
import { callerOf } from '../../testkit/subgraph-host.js';
import { gate } from './fixtures/plugins/trial/gate.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const bert = callerOf(tenant, { actor: 'user:bert', roles: ['member'], groups: ['b'] });
const carl = callerOf(tenant, { actor: 'user:carl', roles: ['member'], groups: ['a'] });
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());
beforeEach(() => gate.reset());

it('streams words and ends with an answer that says how it came to be', async () => {
  const runId = await host.start(anna, 'trial.echo', { text: 'one two three' });
  await host.work(anna, runId);
  const events = await host.events(anna, runId);
  expect(events.map(({ type }) => type)).toEqual(['RunStarted', 'TextDelta', 'RunFinished']);
  expect(await host.result(anna, runId)).toMatchObject({
    type: 'Answer',
    text: 'one two three',
    output: { text: 'one two three' },
    result: {
      engine: 'BUILT_IN',
      pluginVersion: '1.2.3',
      screening: 'ALLOWED',
      costUsd: '0',
      grounded: null,
    },
  });
});

it('joins a stored result and a running run of the same rights, and no other', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 17');
  const request = { capability: 'trial.wait', arguments: { documentId }, idempotencyKey: null, anew: false };
  const [first, second] = await Promise.all([
    host.platform.runs.start(anna, request),
    host.platform.runs.start(carl, request),
  ]);
  expect(first.runId).toBe(second.runId);
  expect([first.joined, second.joined].sort()).toEqual([false, true]);
  const other = await host.platform.runs.start(bert, request);
  expect(other.runId).not.toBe(first.runId);
  const working = host.work(anna, first.runId);
  await gate.reached();
  gate.open();
  await working;
  expect(gate.executions).toBe(1);
  const later = await host.platform.runs.join(carl, { ...request, after: null });
  expect(later.runId).toBe(first.runId);
  const anew = await host.platform.runs.start(carl, { ...request, anew: true });
  expect(anew.joined).toBe(false);
});

it('knows a request by its key, and refuses the key for another one', async () => {
  const request = { capability: 'trial.echo', arguments: { text: 'key' }, idempotencyKey: 'k-1', anew: true };
  const first = await host.platform.runs.start(anna, request);
  expect(await host.platform.runs.start(anna, request)).toEqual({ runId: first.runId, joined: true });
  await expect(
    host.platform.runs.start(anna, { ...request, arguments: { text: 'x' } }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

it('begins anew when its worker is lost, and the text is that of the last epoch', async () => {
  const runId = await host.start(anna, 'trial.wait', {});
  const lost = new AbortController();
  const first = host.work(anna, runId, lost.signal);
  await gate.reached();
  lost.abort(new DOMException('the worker stops', 'AbortError'));
  await expect(first).rejects.toThrow('the worker stops');
  gate.open();
  await host.work(anna, runId);
  const events = await host.events(anna, runId);
  const restarted = events.findIndex(({ type }) => type === 'RunRestarted');
  expect(events[restarted]).toMatchObject({ epoch: 1 });
  const text = events.slice(restarted).map((event) => (event.type === 'TextDelta' ? event.text : ''));
  expect(text.join('')).toBe('before after');
  expect(events.at(-1)).toMatchObject({ type: 'RunFinished', result: { text: 'before after' } });
});

it('is cancelled while it runs, and stays so', async () => {
  const runId = await host.start(anna, 'trial.wait', {});
  const request = { capability: 'trial.wait', arguments: {}, idempotencyKey: null, anew: true };
  const { runId: second } = await host.platform.runs.start(anna, request);
  expect(second).not.toBe(runId);
  const working = host.work(anna, second);
  await gate.reached();
  await expect(host.platform.runs.cancel(carl, second)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await host.platform.runs.cancel(anna, second);
  await working;
  const events = await host.events(anna, second);
  expect(events.at(-1)).toMatchObject({ type: 'RunCancelled', by: 'user:anna' });
  const [row] = await host.db.database.tenant(tenant, (tx) =>
    tx.query('select state from capabilities.runs where id = $1', [second]),
  );
  expect(row).toEqual({ state: 'CANCELLED' });
});

it('tells a failure by its code and nothing of its inside', async () => {
  const runId = await host.start(anna, 'trial.fail', {});
  await host.work(anna, runId);
  const events = await host.events(anna, runId);
  expect(events.at(-1)).toMatchObject({ type: 'RunFailed', code: 'RUN_FAILED', message: 'The run failed' });
});

it('refuses arguments, capabilities and documents that are not for the caller', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 18', ['group:a']);
  await expect(host.start(anna, 'trial.echo', { text: 1 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(host.start(anna, 'trial.echo', { text: '\0' })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  await expect(host.start(anna, 'trial.none', {})).rejects.toMatchObject({ code: 'CAPABILITY_NOT_FOUND' });
  await expect(host.start(bert, 'trial.cite', { documentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('shows a run to those who may read its documents with the same rights only', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 19', ['group:a']);
  const runId = await host.start(anna, 'trial.cite', { documentId });
  await host.work(anna, runId);
  expect((await host.events(carl, runId)).at(-1)?.type).toBe('RunFinished');
  await expect(host.events(bert, runId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(host.events(callerOf(randomUUID()), runId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await host.db.database.tenant(tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, ['group:c']),
  );
  await expect(host.events(anna, runId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
