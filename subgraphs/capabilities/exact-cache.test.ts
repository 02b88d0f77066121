import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());

const ask = async (capability: string, input: unknown) => {
  const { runId, joined } = await host.platform.runs.start(anna, {
    capability,
    arguments: input,
    idempotencyKey: null,
    anew: false,
  });
  if (!joined) await host.work(anna, runId);
  return { joined, result: await host.result(anna, runId) };
};
const latest = async (documentId: string) => {
  const { services } = host;
  return services(anna).results.latest('trial.cite', { documentId });
};

it('gives the stored result of a document until the document changes', async () => {
  const { documentId } = await host.document(tenant, 'First text');
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: false, result: { text: 'First' } });
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: true, result: { text: 'First' } });
  expect(await latest(documentId)).toMatchObject({ text: 'First' });
  host.revise(documentId, 'Other text');
  expect(await latest(documentId)).toBeNull();
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: false, result: { text: 'Other' } });
  expect(await latest(documentId)).toMatchObject({ text: 'Other' });
});

it('says to who asks again that the result was there', async () => {
  const start = async () => {
    const { data } = await graphql({
      schema: host.subgraph.schema,
      source: `mutation { startRun(input: { capability: "trial.echo", arguments: { text: "said before" } }) {
        ... on StartRunPayload { joined run { id result { ... on Answer { text result { cached } } } } } } }`,
      contextValue: host.graph(anna),
    });
    return (data as { startRun: { joined: boolean; run: { id: string; result: object | null } } }).startRun;
  };
  const first = await start();
  expect(first).toMatchObject({ joined: false, run: { result: null } });
  await host.work(anna, first.run.id);
  expect(await start()).toMatchObject({
    joined: true,
    run: { id: first.run.id, result: { text: 'said before', result: { cached: 'EXACT' } } },
  });
});

it('keeps nothing that was made while a document was still being read', async () => {
  const { documentId } = await host.document(tenant, 'Begin');
  host.unread.add(documentId);
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: false });
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: false });
  host.unread.delete(documentId);
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: false });
  expect(await ask('trial.cite', { documentId })).toMatchObject({ joined: true });
});

it('gives no stored result that was made from a document that changed or is gone, though nobody named it', async () => {
  const { documentId } = await host.document(tenant, 'Hidden evidence');
  const question = { text: documentId };
  expect(await ask('trial.find', question)).toMatchObject({ joined: false });
  expect(await ask('trial.find', question)).toMatchObject({ joined: true });
  host.revise(documentId, 'Shown evidence');
  expect(await ask('trial.find', question)).toMatchObject({ joined: false, result: { text: 'Shown' } });
  expect(await ask('trial.find', question)).toMatchObject({ joined: true });
  host.forget(documentId);
  expect(await ask('trial.find', question).catch(({ code }) => code)).toBe('RUN_FAILED');
});

it('gives a run within a run no result that its caller may not read any more', async () => {
  const { documentId } = await host.document(tenant, 'Secret-free text', ['group:a']);
  const signal = AbortSignal.timeout(20_000);
  const run = () =>
    host.runner.execute({ capability: 'trial.find', input: { text: documentId }, context: anna, signal });
  const first = await run();
  const second = await run();
  expect(second.runId).toBe(first.runId);
  expect(second.result.result.cached).toBe('EXACT');
  expect(first.result.result.cached).toBeNull();
  await host.db.database.tenant(tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, ['group:b']),
  );
  await expect(run()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
