import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexedDocument } from './port.js';
import { describeSearchIndex } from './search-index.suite.js';
import { SqliteSearch } from './sqlite-search.js';

const signal = AbortSignal.timeout(300_000);
const rights = { mode: 'any', principals: ['tenant'] } as const;
const folders: string[] = [];

const makeFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'search-'));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describeSearchIndex('SQLite', async () => {
  const index = new SqliteSearch({ folder: await makeFolder() });
  return { index, close: () => index.close() };
});

const document = (documentId: string, text: string): IndexedDocument => ({
  documentId,
  versionId: 'v1',
  title: text.slice(0, 40),
  kind: null,
  access: ['tenant'],
  chunks: [
    { ordinal: 0, page: 1, start: 0, end: text.length, text, vectors: [{ model: 'm', values: [1, 2, 3] }] },
  ],
});

test('a removed document leaves no byte of its words in any file', async () => {
  const folder = await makeFolder();
  const index = new SqliteSearch({ folder });
  const canary = `canary${randomBytes(8).toString('hex')}`;
  const words = Array.from({ length: 300 }, (_, at) => `filler${at} `).join('');
  for (let at = 0; at < 40; at++) await index.upsert('t', document(`before ${at}`, `${words} ${at}`), signal);
  await index.upsert('t', document('secret', `${words.repeat(10)} ${canary} ${canary}2 text`), signal);
  for (let at = 0; at < 40; at++)
    await index.upsert('t', document(`after ${at}`, `${words} other${at}`), signal);
  const second = await index.beginGeneration('t', signal, { model: 'n', dimensions: 2 });
  await index.switchGeneration('t', second, signal, { keepPrevious: true });
  await index.rollBack('t', signal);
  const generation = await index.beginGeneration('t', signal);
  await index.fill('t', generation, [document('secret', canary)], signal);
  expect(await contains(folder, canary)).toBe(true);
  await index.query('t', { text: canary, rights, first: 1 }, signal);
  await index.upsert('t', document('secret', `${canary} again`), signal);
  await index.remove('t', ['secret'], signal);
  expect(await contains(folder, canary)).toBe(false);
  expect((await index.query('t', { text: 'filler7', rights, first: 1 }, signal)).totalCount).toBe(80);
  await index.close();
});

test('what a crash leaves behind a switch costs the current generation nothing, and keeps no removed byte', async () => {
  const folder = await makeFolder();
  const index = new SqliteSearch({ folder });
  const canary = `canary${randomBytes(8).toString('hex')}`;
  await index.upsert('t', document('kept', 'a barge'), signal);
  await index.upsert('t', document('secret', canary), signal);
  const generation = await index.beginGeneration('t', signal);
  await index.fill('t', generation, [document('kept', 'a barge'), document('secret', canary)], signal);
  await index.switchGeneration('t', generation, signal);
  // The names were exchanged, and neither the name of what was built nor the file before was deleted any more.
  await writeFile(join(folder, 't', 'building'), generation);
  await copyFile(join(folder, 't', `${generation}.sqlite`), join(folder, 't', 'g-before.sqlite'));
  expect((await index.generations('t', signal)).building).toBeNull();
  await index.beginGeneration('t', signal);
  expect((await index.query('t', { text: 'barge', rights, first: 1 }, signal)).totalCount).toBe(1);
  await copyFile(join(folder, 't', `${generation}.sqlite`), join(folder, 't', 'g-other.sqlite'));
  await index.remove('t', ['secret'], signal);
  expect(await contains(folder, canary)).toBe(false);
  await index.close();
});

test('several holders of one folder see each other, and a switch', async () => {
  const folder = await makeFolder();
  const writer = new SqliteSearch({ folder });
  const reader = new SqliteSearch({ folder });
  const total = async () =>
    (await reader.query('t', { text: 'apples', rights, first: 1 }, signal)).totalCount;
  expect(await total()).toBe(0);
  for (let at = 0; at < 20; at++) {
    const [, seen] = await Promise.all([writer.upsert('t', document(`d${at}`, 'apples'), signal), total()]);
    expect(seen).toBeGreaterThanOrEqual(at);
  }
  const generation = await writer.beginGeneration('t', signal);
  await writer.fill('t', generation, [document('only', 'apples')], signal);
  expect(await total()).toBe(20);
  await writer.switchGeneration('t', generation, signal);
  expect(await total()).toBe(1);
  expect((await readdir(join(folder, 't'))).filter((name) => name.endsWith('.sqlite'))).toEqual([
    `${generation}.sqlite`,
  ]);
  const next = await writer.beginGeneration('t', signal);
  await writer.switchGeneration('t', next, signal, { keepPrevious: true });
  expect(await total()).toBe(0);
  await reader.rollBack('t', signal);
  expect(await total()).toBe(1);
  await writer.upsert('t', document('another', 'apples'), signal);
  expect(await total()).toBe(2);
  await Promise.all([writer.close(), reader.close()]);
});

test('after close nothing is answered', async () => {
  const index = new SqliteSearch({ folder: await makeFolder() });
  await index.upsert('t', document('a', 'apples'), signal);
  await index.close();
  await expect(index.count('t', signal)).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' });
});

test('a tenant id that is no plain name is refused', async () => {
  const index = new SqliteSearch({ folder: await makeFolder() });
  await expect(index.upsert('../t', document('a', 'apples'), signal)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  await index.close();
});

async function contains(folder: string, text: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    names.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
  return files.some((bytes) => bytes.includes(text));
}
