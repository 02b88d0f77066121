import type { ExecutionResult } from 'graphql';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type DocumentsHost, newcomer, openDocuments } from './fixtures/documents-host.js';

let host: DocumentsHost;
beforeAll(async () => {
  host = await openDocuments();
});
afterAll(() => host.close());

const source = 'subscription ($id: ID) { documentChanged(id: $id) { id status groups } }';
interface Changed {
  id: string;
  status: string;
  groups: string[];
}
async function follow(context: RequestContext, id: string | null = null) {
  const stop = new AbortController();
  const changes = (await host.follow(context, source, { id }, stop.signal))[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await changes.next();
    return done ? null : ((value as ExecutionResult).data?.documentChanged as Changed);
  };
  return { next, stop: () => stop.abort() };
}
const mutate = (context: RequestContext, field: string, input: object) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  return host.data(context, `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`, {
    input,
  });
};

test('a document asked for by id comes first as it is, then with every change, to its deletion', async () => {
  const ann = newcomer();
  const { id } = await host.add(ann, 'watched');
  const other = await host.add(ann, 'not watched');
  const changes = await follow(ann, id);
  expect(await changes.next()).toEqual({ id, status: 'PROCESSING', groups: [] });
  await mutate(ann, 'setDocumentGroups', { documentId: other.id, groups: [] });
  await host.work(ann, 'documents.ingest');
  expect(await changes.next()).toEqual({ id, status: 'READY', groups: [] });
  await mutate(ann, 'deleteDocument', { documentId: id });
  for (let change = await changes.next(); change !== null; change = await changes.next())
    expect(change).toMatchObject({ id, status: 'READY' });
});

test('a change made right after the first reading is not missed', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const { id } = await host.add(ann, 'at once');
  const changes = await follow(ann, id);
  expect(await changes.next()).toMatchObject({ groups: [] });
  await mutate(ann, 'setDocumentGroups', { documentId: id, groups: [group] });
  expect(await changes.next()).toMatchObject({ groups: [group] });
  changes.stop();
  expect(await changes.next()).toBeNull();
});

test('a watcher of all sees what may be read at that moment, and nothing else', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const changes = await follow(bob);
  const first = changes.next();
  const hidden = await host.add(ann, 'hidden', { groups: [group] });
  await host.work(ann, 'documents.ingest');
  const foreign = newcomer();
  await host.add(foreign, 'of others');
  await host.work(foreign, 'documents.ingest');
  await mutate(ann, 'setDocumentGroups', { documentId: hidden.id, groups: [] });
  expect(await first).toMatchObject({ id: hidden.id, groups: [] });
  changes.stop();
  expect(await changes.next()).toBeNull();
});

test('there is nothing to watch of what may not be read', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const { id } = await host.add(ann, 'hidden', { groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  for (const unknown of [id, newId(), 'no id']) expect(await (await follow(bob, unknown)).next()).toBeNull();
});

test('whoever loses the right to read is told no more', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const { id } = await host.add(ann, 'soon hidden');
  const changes = await follow(bob, id);
  expect(await changes.next()).toMatchObject({ id });
  await mutate(ann, 'setDocumentGroups', { documentId: id, groups: [group] });
  expect(await changes.next()).toBeNull();
});
