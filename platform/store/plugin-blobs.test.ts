import type { RequestContext } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Blobs } from '#platform';
import { openBlobs } from '#platform/blobs';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { createPluginBlobs, type PluginBlobs, pluginBlobsEraser, storeMigrations } from './index.js';

let db: TestDatabase;
let bytes: Blobs;
let blobs: PluginBlobs;
const { signal } = new AbortController();
const encode = (text: string) => new TextEncoder().encode(text);
beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: storeMigrations }] });
  bytes = await openBlobs(db.config);
  blobs = createPluginBlobs({ database: db.database, blobs: bytes });
});
afterAll(() => db.close());

const caller = () => callerOf(v7());
const textOf = async (...of: Parameters<PluginBlobs['get']>) => {
  const found = await blobs.get(...of);
  return found && new TextDecoder().decode(found);
};
const keysOf = ({ tenant }: RequestContext) =>
  db.database.tenant(tenant, (tx) =>
    tx.query<{ key: string }>('select blob_key as key from platform.plugin_blobs'),
  );

test('bytes are stored, replaced, listed and deleted, and nothing is left of what went', async () => {
  const me = caller();
  expect(await blobs.get(me, 'p', signal, 'a')).toBeNull();
  const stored = await blobs.put(me, 'p', signal, 'a', encode('one'), { mediaType: 'text/plain' });
  expect(stored).toMatchObject({ name: 'a', size: 3, mediaType: 'text/plain' });
  const [before] = await keysOf(me);
  await blobs.put(me, 'p', signal, 'a', encode('other'));
  expect(await textOf(me, 'p', signal, 'a')).toBe('other');
  await expect(bytes.get(me.tenant, before!.key, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await blobs.put(me, 'p', signal, 'b', encode('b'));
  expect((await blobs.list(me, 'p', signal)).map(({ name, size }) => [name, size])).toEqual([
    ['a', 5],
    ['b', 1],
  ]);
  await blobs.delete(me, 'p', signal, 'a');
  expect(await blobs.get(me, 'p', signal, 'a')).toBeNull();
});

test('what belongs to another tenant or plugin does not exist', async () => {
  const me = caller();
  await blobs.put(me, 'p', signal, 'a', encode('mine'));
  expect(await blobs.get(caller(), 'p', signal, 'a')).toBeNull();
  expect(await blobs.get(me, 'other', signal, 'a')).toBeNull();
  expect(await blobs.list(me, 'other', signal)).toEqual([]);
});

test('what is too large leaves nothing behind', async () => {
  const me = caller();
  const large = new Uint8Array(16 * 1024 ** 2 + 1);
  await expect(blobs.put(me, 'p', signal, 'a', large)).rejects.toMatchObject({ code: 'BLOB_TOO_LARGE' });
  expect(await keysOf(me)).toEqual([]);
});

test('what is named by a document goes with it, and all with the tenant', async () => {
  const me = caller();
  const documentId = v7();
  for (const name of [documentId, `${documentId}/thumbnail`, `${documentId}x`, 'own']) {
    await blobs.put(me, 'p', signal, name, encode(name));
  }
  const eraser = pluginBlobsEraser(bytes);
  await db.database.tenant(me.tenant, async (tx) => eraser.document?.(tx, documentId));
  expect((await blobs.list(me, 'p', signal)).map(({ name }) => name)).toEqual([`${documentId}x`, 'own']);
  const keys = await keysOf(me);
  await db.database.tenant(me.tenant, async (tx) => eraser.tenant?.(tx));
  expect(await keysOf(me)).toEqual([]);
  for (const { key } of keys) {
    await expect(bytes.get(me.tenant, key, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});
