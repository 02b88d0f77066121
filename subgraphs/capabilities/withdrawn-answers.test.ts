import { randomUUID } from 'node:crypto';
import { callerOf } from '../../testkit/subgraph-host.js';
import { gate } from './fixtures/plugins/trial/gate.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const carl = callerOf(tenant, { actor: 'user:carl', roles: ['member'], groups: ['a'] });
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());
beforeEach(() => gate.reset());

const share = (documentId: string, principals: string[]) =>
  host.db.database.tenant(tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, principals),
  );
const erase = async (documentId: string) => {
  host.forget(documentId);
  await host.db.database.tenant(tenant, async (tx) => {
    for (const eraser of host.subgraphParts.erasers ?? []) await eraser.document?.(tx, documentId);
  });
};
/** Whatever the database still holds of a word. */
const kept = (word: string) =>
  host.db.database.tenant(tenant, (tx) =>
    tx.query(
      `select 'run' from capabilities.runs r where r::text like $1 union all
       select 'event' from platform.run_events e where e::text like $1 union all
       select 'trace' from capabilities.run_traces t where t::text like $1`,
      [`%${word}%`],
    ),
  );
const begin = async (text: string) => {
  const runId = await host.start(anna, 'trial.linger', { text });
  const working = host.work(anna, runId);
  await gate.reached();
  return { runId, working };
};

it('gives no stored answer of a document that was unshared since', async () => {
  const { documentId } = await host.document(tenant, 'Shared words', ['group:a']);
  const first = await host.start(anna, 'trial.find', { text: documentId });
  await host.work(anna, first);
  expect(await host.start(carl, 'trial.find', { text: documentId })).toBe(first);
  await share(documentId, ['group:b']);
  const other = await host.start(carl, 'trial.find', { text: documentId });
  expect(other).not.toBe(first);
  await host.work(carl, other);
  expect((await host.events(carl, other)).at(-1)).toMatchObject({ type: 'RunFailed', code: 'NOT_FOUND' });
  await expect(host.events(carl, first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('gives no stored answer that was made while its document was replaced', async () => {
  const { documentId } = await host.document(tenant, 'Old words');
  const { runId, working } = await begin(documentId);
  host.revise(documentId, 'New words');
  gate.open();
  await working;
  expect(await host.result(anna, runId)).toMatchObject({ text: 'Old words' });
  const again = await host.start(anna, 'trial.linger', { text: documentId });
  expect(again).not.toBe(runId);
  await host.work(anna, again);
  expect(await host.result(anna, again)).toMatchObject({ text: 'New words' });
});

it('keeps nothing of a document that was erased while it was being told of', async () => {
  const { documentId } = await host.document(tenant, 'Xanthippe lives here');
  const { runId, working } = await begin(documentId);
  const reading = host.events(anna, runId);
  await erase(documentId);
  gate.open();
  await working;
  expect((await reading).at(-1)).toMatchObject({ type: 'RunFailed', code: 'NOT_FOUND' });
  expect(await kept('Xanthippe')).toEqual([]);
});

it('keeps nothing of it within another run either', async () => {
  const { documentId } = await host.document(tenant, 'Penelope lives here');
  const input = { text: documentId };
  const signal = AbortSignal.timeout(20_000);
  const run = host.runner.execute({ capability: 'trial.linger', input, context: anna, signal });
  await gate.reached();
  await erase(documentId);
  gate.open();
  await expect(run).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await kept('Penelope')).toEqual([]);
});
