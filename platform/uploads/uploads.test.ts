import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Blobs } from '#platform';
import { openBlobs } from '#platform/blobs';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { createUploads, type UploadsPart, uploadMigrations, uploadRetention } from './index.js';

let db: TestDatabase;
let blobs: Blobs;
let uploads: UploadsPart;
const tenant = v7();
const signal = new AbortController().signal;

beforeAll(async () => {
  db = await createTestDatabase({
    migrations: [{ room: 'platform', migrations: uploadMigrations }],
    environment: { UPLOAD_MAX_BYTES: '1000' },
  });
  blobs = await openBlobs(db.config);
  const clock = { now: () => new Date() };
  uploads = createUploads({ config: db.config, database: db.database, system: db.system, blobs, clock });
});
afterAll(() => db.close());

function contextOf(actor = 'user:a', of = tenant): RequestContext {
  return {
    tenant: of,
    actor,
    roles: ['member'],
    scopes: ['*'],
    groups: [],
    rights: rightsOfGroups([]),
    requestId: 'r',
    traceparent: '',
    deadline: 0,
    generation: null,
  };
}
const create = async (size: number | null = null, context = contextOf()) => {
  const made = await db.database.tenant(context.tenant, (tx) =>
    uploads.create(tx, context, { name: 'a.txt', mediaType: null, size, groups: ['g'] }),
  );
  return { id: made.upload.id, token: made.url.split('/uploads/')[1] ?? '', url: made.url };
};
const take = (id: string, context = contextOf()) =>
  db.database.tenant(context.tenant, (tx) => uploads.take(tx, context, id));
const send = (token: string, bytes: AsyncIterable<Uint8Array>, contentLength: number | null = null) =>
  uploads.receive(token, bytes, { contentLength, contentType: 'text/plain', signal });
async function* of(size: number, onByte = () => {}): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < size; i++) {
    onByte();
    yield Buffer.from('x');
  }
}
const filesLeft = async () => {
  const folder = db.config.blobs.driver.folder;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

test('an upload is announced, received once, and completed as often as asked', async () => {
  const { id, token, url } = await create(5);
  expect(url).toBe(`http://127.0.0.1:4000/uploads/${token}`);
  await expect(take(id)).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  expect(await send(token, of(5))).toMatchObject({ uploadId: id, size: 5 });
  await expect(send(token, of(5))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  const upload = await take(id);
  expect(upload).toMatchObject({
    state: 'RECEIVED',
    size: 5,
    mediaType: 'text/plain',
    groups: ['g'],
    documentId: null,
  });
  expect(Buffer.from(await blobs.get(tenant, upload.blobKey!, signal)).toString()).toBe('xxxxx');
  const documentId = v7();
  await db.database.tenant(tenant, (tx) => uploads.complete(tx, id, documentId));
  expect(await take(id)).toMatchObject({ state: 'COMPLETED', documentId });
});

test('what is too large is refused at the byte, and leaves nothing behind', async () => {
  const before = await filesLeft();
  let read = 0;
  const count = () => void read++;
  await expect(send((await create()).token, of(5_000, count))).rejects.toMatchObject({ status: 413 });
  expect(read).toBe(1_001);
  read = 0;
  await expect(send((await create(10)).token, of(5_000, count), 10)).rejects.toMatchObject({ status: 413 });
  expect(read).toBe(11);
  read = 0;
  await expect(send((await create()).token, of(5_000, count), 1_001)).rejects.toMatchObject({ status: 413 });
  expect(read).toBe(0);
  await expect(create(1_001)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  expect(await filesLeft()).toEqual(before);
});

test('what comes short or breaks off can be sent again', async () => {
  const before = await filesLeft();
  const { token } = await create(5);
  await expect(send(token, of(4))).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  const broken = (async function* () {
    yield Buffer.from('xx');
    throw new TypeError('connection lost');
  })();
  await expect(send(token, broken)).rejects.toThrow('connection lost');
  expect(await filesLeft()).toEqual(before);
  expect(await send(token, of(5))).toMatchObject({ size: 5 });
});

test('late, foreign and made-up uploads do not exist', async () => {
  const late = await create();
  await db.system.across((tx) =>
    tx.query(`update platform.uploads set expires_at = now() - interval '1 s' where id = $1`, [late.id]),
  );
  await expect(send(late.token, of(1))).rejects.toMatchObject({ status: 404 });
  await expect(send('A'.repeat(43), of(1))).rejects.toMatchObject({ status: 404 });
  await expect(send('../../etc/passwd', of(1))).rejects.toMatchObject({ status: 404 });
  const mine = await create();
  await send(mine.token, of(1));
  await expect(take(mine.id, contextOf('user:b'))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  await expect(take(mine.id, contextOf('user:a', v7()))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  await expect(take('no id')).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
});

test('of two who send at once one is served', async () => {
  const { token } = await create();
  const answers = await Promise.allSettled([send(token, of(100)), send(token, of(100))]);
  expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('what nobody completes is forgotten with its bytes', async () => {
  const before = await filesLeft();
  const { id, token } = await create();
  await send(token, of(3));
  expect(await filesLeft()).toHaveLength(before.length + 1);
  await db.system.across((tx) =>
    tx.query(`update platform.uploads set changed_at = now() - interval '25 h' where id = $1`, [id]),
  );
  await uploadRetention({ system: db.system, blobs }).run(signal);
  expect(await filesLeft()).toHaveLength(before.length);
  await expect(take(id)).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
});
