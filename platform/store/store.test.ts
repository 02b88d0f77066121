import { type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { createStore, type PluginStore, storeMigrations } from './index.js';

let db: TestDatabase;
let store: PluginStore;
beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: storeMigrations }] });
  store = createStore({ database: db.database });
});
afterAll(() => db.close());

function caller(): RequestContext {
  return {
    tenant: v7(),
    actor: 'user:a',
    roles: [],
    scopes: [],
    groups: [],
    rights: rightsOfGroups([]),
    requestId: 'r',
    traceparent: '',
    deadline: 0,
    generation: null,
  };
}

test('values are kept by collection and key, and replaced', async () => {
  const me = caller();
  expect(await store.get(me, 'p', 'c', 'k')).toBeNull();
  await store.put(me, 'p', 'c', 'k', { n: 1 });
  await store.put(me, 'p', 'c', 'k', [2, null, 'three']);
  expect(await store.get(me, 'p', 'c', 'k')).toEqual([2, null, 'three']);
  await store.delete(me, 'p', 'c', 'k');
  expect(await store.get(me, 'p', 'c', 'k')).toBeNull();
});

test('a list is sorted, cut and goes on after a key', async () => {
  const me = caller();
  for (const key of ['b/1', 'a/2', 'a/1', 'a/%', 'a/3']) await store.put(me, 'p', 'c', key, key);
  const keys = async (options: Parameters<PluginStore['list']>[3]) =>
    (await store.list(me, 'p', 'c', options)).map(({ key }) => key);
  expect(await keys({})).toEqual(['a/%', 'a/1', 'a/2', 'a/3', 'b/1']);
  expect(await keys({ prefix: 'a/', first: 2, after: 'a/1' })).toEqual(['a/2', 'a/3']);
});

test('what belongs to another tenant or plugin does not exist', async () => {
  const me = caller();
  await store.put(me, 'p', 'c', 'k', 'mine');
  expect(await store.get(caller(), 'p', 'c', 'k')).toBeNull();
  expect(await store.get(me, 'other', 'c', 'k')).toBeNull();
  expect(await store.list(caller(), 'p', 'c')).toEqual([]);
});

test('what is too large is refused', async () => {
  await expect(store.put(caller(), 'p', 'c', 'k', 'x'.repeat(300_000))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});
