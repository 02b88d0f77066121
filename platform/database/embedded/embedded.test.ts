import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../database.js';
import { migrate } from '../migrate.js';
import { databaseAccount } from './account.js';
import { homeOf } from './cluster.js';
import { startEmbedded } from './index.js';

const entry = new URL('./index.js', import.meta.url).href;
let folder: string;
let cluster: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'tributary-embedded-')), 'postgres'); // of mode 700, as mkdtemp makes it
  cluster = (await homeOf(folder, await databaseAccount())).cluster;
});
afterAll(async () => {
  await rm(cluster, { recursive: true, force: true });
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const postmaster = async () =>
  Number.parseInt(await readFile(join(cluster, 'data/postmaster.pid'), 'utf8').catch(() => ''), 10);

/** Waits for a state of the file system that nobody announces. */
async function until(condition: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutMs);
  while (!(await condition())) await wait(20, undefined, { signal: deadline });
}

/** Another process that uses the same server; `kill` is `kill -9`. */
async function startOwner(): Promise<ChildProcess> {
  const script = `import { startEmbedded } from '${entry}';
    await startEmbedded(${JSON.stringify(folder)}, { graceSeconds: 1 });
    process.stdout.write('ready'); setInterval(() => undefined, 100_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

it('keeps its password and data from others', async () => {
  const server = await startEmbedded(folder);
  expect((await stat(join(cluster, 'password'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(cluster, 'data'))).mode & 0o777).toBe(0o700);
  await server.close();
  expect(await postmaster()).toBeNaN();
});

it('restarts a Postgres that was killed; what waits goes on', async () => {
  const server = await startEmbedded(folder);
  await migrate(server, []);
  const database = await openDatabase(server, []);
  const killed = await postmaster();
  process.kill(killed, 'SIGKILL');
  await until(() =>
    database
      .shared((tx) => tx.query('select 1'))
      .then(
        () => true,
        () => false,
      ),
  );
  expect(await postmaster()).not.toBe(killed);
  await database.close();
  await server.close();
});

it('takes over a server whose owner was killed', async () => {
  const owner = await startOwner();
  const running = await postmaster();
  owner.kill('SIGKILL');
  const server = await startEmbedded(folder);
  expect(await postmaster()).toBe(running);
  await server.close();
  expect(await postmaster()).toBeNaN();
});

it('stops a server that nobody takes over', async () => {
  const owner = await startOwner();
  owner.kill('SIGKILL');
  await until(async () => Number.isNaN(await postmaster()));
});

it('is shared by processes that start at once, and stopped by the last', async () => {
  const [one, two] = await Promise.all([startOwner(), startOwner()]);
  const server = await startEmbedded(folder);
  await server.close();
  expect(await postmaster()).toBeGreaterThan(0);
  one.kill('SIGKILL');
  two.kill('SIGKILL');
  await until(async () => Number.isNaN(await postmaster()));
});
