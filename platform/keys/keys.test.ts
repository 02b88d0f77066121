import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keys } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { createKeys, internalSecret, MasterKey, migrations } from './index.js';

const ours = '019aaaaa-0000-7000-8000-000000000001';
const theirs = '019aaaaa-0000-7000-8000-000000000002';
const plain = Buffer.from('Jane Doe, 1 High Street');
let test: TestDatabase;
let keys: Keys;

beforeAll(async () => {
  test = await createTestDatabase({ migrations: [{ room: 'platform', migrations }] });
  keys = createKeys(await MasterKey.open(test.config));
});
afterAll(() => test.close());

const encrypt = (tenant: string, subject: string) =>
  test.database.tenant(tenant, (tx) => keys.encrypt(tx, subject, plain));
const decrypt = (tenant: string, subject: string, cipher: Uint8Array) =>
  test.database.tenant(tenant, (tx) => keys.decrypt(tx, subject, cipher));

it('gives back what it encrypted, and never the same cipher text twice', async () => {
  const [one, two] = await Promise.all([encrypt(ours, 'content'), encrypt(ours, 'content')]);
  expect(Buffer.compare(one, two)).not.toBe(0);
  expect(Buffer.from(one).includes('Jane')).toBe(false);
  expect(Buffer.from(await decrypt(ours, 'content', one))).toEqual(plain);
  expect(Buffer.from(await decrypt(ours, 'content', two))).toEqual(plain);
});

it('erases by deleting the key, for good', async () => {
  const cipher = await encrypt(ours, 'person:1');
  const other = await encrypt(ours, 'person:2');
  await test.database.tenant(ours, (tx) => keys.erase(tx, 'person:1'));
  await encrypt(ours, 'person:1');
  await expect(decrypt(ours, 'person:1', cipher)).rejects.toMatchObject({ code: 'KEY_GONE' });
  expect(Buffer.from(await decrypt(ours, 'person:2', other))).toEqual(plain);
});

it('opens nothing for another tenant or subject, nor what was changed', async () => {
  const cipher = await encrypt(ours, 'content');
  await encrypt(theirs, 'content');
  await expect(decrypt(theirs, 'content', cipher)).rejects.toMatchObject({ code: 'KEY_GONE' });
  await expect(decrypt(ours, 'person:2', cipher)).rejects.toMatchObject({ code: 'KEY_GONE' });
  const changed = Buffer.from(cipher);
  changed[changed.length - 1]! ^= 1;
  await expect(decrypt(ours, 'content', changed)).rejects.toThrow();
});

it('makes the master key once, readable by its owner only, though several start together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-keys-'));
  const config = { keys: { masterKeyFile: join(folder, 'a/master.key'), internalSecret: null } };
  const secrets = await Promise.all(Array.from({ length: 8 }, () => internalSecret(config)));
  expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
  expect((await stat(config.keys.masterKeyFile)).mode & 0o777).toBe(0o600);
  await writeFile(join(folder, 'open'), 'x', { mode: 0o644 });
  await expect(
    MasterKey.open({ keys: { masterKeyFile: join(folder, 'open'), internalSecret: null } }),
  ).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
  await rm(folder, { recursive: true });
});
