import { defineCollection, type RequestContext, type StoreService, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { createStore, type PluginStore, storeEraser, storeMigrations } from './index.js';

let db: TestDatabase;
let store: PluginStore;
beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: storeMigrations }] });
  store = createStore({ database: db.database });
});
afterAll(() => db.close());

const caller = () => callerOf(v7());

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

/** The service `store` of one caller, as the plugin host binds it. */
function storeOf(me: RequestContext, plugin = 'p'): StoreService {
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    (...rest: unknown[]) => (method as (...all: unknown[]) => unknown)(me, plugin, ...rest),
  ]);
  return Object.fromEntries(methods) as StoreService;
}

const note = z.object({ documentId: z.string(), color: z.string(), stars: z.number() });
const notes = defineCollection({ name: 'notes', schema: note, indexes: ['documentId', 'color', 'stars'] });

test('a collection finds by its indexes, one or several, page by page', async () => {
  const open = notes.in(storeOf(caller()));
  for (let at = 0; at < 7; at += 1) {
    await open.put(`n${at}`, { documentId: `d${at % 2}`, color: at < 4 ? 'red' : 'blue', stars: at % 3 });
  }
  const keys = async (options: Parameters<typeof open.find>[0]) => {
    const { items, endCursor } = await open.find(options);
    return [items.map(({ key }) => key).join(' '), endCursor];
  };
  expect(await keys({ where: { color: 'red' } })).toEqual(['n0 n1 n2 n3', null]);
  expect(await keys({ where: { color: 'red', documentId: 'd1' } })).toEqual(['n1 n3', null]);
  expect(await keys({ where: { stars: 0 }, first: 2 })).toEqual(['n0 n3', 'n3']);
  expect(await keys({ where: { stars: 0 }, first: 2, after: 'n3' })).toEqual(['n6', null]);
  await open.put('n0', { documentId: 'd0', color: 'green', stars: 5 });
  expect(await keys({ where: { color: 'red' } })).toEqual(['n1 n2 n3', null]);
  await open.delete('n1');
  expect(await keys({ where: { color: 'red' } })).toEqual(['n2 n3', null]);
  expect(await open.getMany(['n2', 'none', 'n0'])).toMatchObject([{ stars: 2 }, null, { color: 'green' }]);
});

test('what an earlier version wrote is migrated when it is read, and before it is searched', async () => {
  const mine = storeOf(caller());
  const first = notes.in(mine);
  for (let at = 0; at < 120; at += 1) {
    await first.put(`n${at}`, { documentId: 'd', color: 'red', stars: at % 2 });
  }
  const later = defineCollection({
    name: 'notes',
    version: 3,
    schema: note.omit({ color: true }).extend({ hue: z.string(), from: z.number() }),
    indexes: ['hue'],
    migrate(value, from) {
      const { color, ...rest } = note.parse(value);
      return { ...rest, hue: color, from };
    },
  }).in(mine);
  expect(await later.get('n5')).toEqual({ documentId: 'd', stars: 1, hue: 'red', from: 1 });
  expect((await mine.getMany('notes', ['n5']))[0]?.version).toBe(3);
  const { items, endCursor } = await later.find({ where: { hue: 'red' }, first: 100 });
  expect(items).toHaveLength(100);
  expect(endCursor).toBe(items.at(-1)?.key);
  expect(await later.migrate()).toBe(0);
  await expect(first.get('n5')).rejects.toMatchObject({ code: 'STORE_INVALID' });
});

test('of two that migrate one value, the one that comes second keeps what was written since', async () => {
  const mine = storeOf(caller());
  await mine.put('c', 'k', { n: 1 });
  expect(await mine.put('c', 'k', { n: 2 }, { version: 2, replaces: 1 })).toBe(true);
  expect(await mine.put('c', 'k', { n: 3 }, { version: 2, replaces: 1 })).toBe(false);
  expect(await mine.get('c', 'k')).toEqual({ n: 2 });
});

test('a value that does not fit its schema is refused, and so is an index that is too long', async () => {
  const open = notes.in(storeOf(caller()));
  await expect(
    open.put('n', { documentId: 'd', color: 'red', stars: 'five' as never }),
  ).rejects.toMatchObject({
    code: 'STORE_INVALID',
  });
  await expect(open.put('n', { documentId: 'd', color: 'x'.repeat(501), stars: 1 })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

test('what is kept of a document goes with it, and nothing of others', async () => {
  const me = caller();
  const open = notes.in(storeOf(me));
  const [documentId, other] = [v7(), v7()];
  await open.put('by index', { documentId, color: 'red', stars: 1 });
  await open.put(documentId, { documentId: other, color: 'red', stars: 1 });
  await open.put('stays', { documentId: other, color: 'red', stars: 1 });
  await db.database.tenant(me.tenant, (tx) => storeEraser.document?.(tx, documentId) ?? Promise.resolve());
  expect((await open.list()).map(({ key }) => key)).toEqual(['stays']);
  expect((await open.find({ where: { color: 'red' } })).items).toHaveLength(1);
});

test('indexes of another tenant or plugin find nothing', async () => {
  const me = caller();
  await notes.in(storeOf(me)).put('n', { documentId: 'd', color: 'red', stars: 1 });
  for (const other of [storeOf(caller()), storeOf(me, 'other')]) {
    expect((await notes.in(other).find({ where: { color: 'red' } })).items).toEqual([]);
  }
});
