import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const firstPort = 12_000;
const lastPort = 32_000;

/** A server that a test started for itself; `url` is that of its administrator. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Postgres of the machine (Debian's package), in a folder of its own; `null` where none is installed. */
export async function startMachinePostgres(): Promise<TestServer | null> {
  const programs = await postgresPrograms();
  if (programs === null) return null;
  const account = await unprivileged();
  const folder = await makeFolder(account);
  const port = await freePort();
  const initdb = ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'];
  await run(join(programs, 'initdb'), initdb, { cwd: folder, ...account });
  const flags = [
    '-D',
    join(folder, 'data'),
    '-p',
    String(port),
    '-k',
    folder,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
  ];
  const child = spawn(join(programs, 'postgres'), flags, { cwd: folder, stdio: 'ignore', ...account });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await until(async () => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  }, child);
  return { url, stop: () => end(child, 'SIGINT', folder) };
}

/** A Redis of the machine, without persistence; `null` where none is installed. */
export async function startMachineRedis(): Promise<TestServer | null> {
  const found = await run('redis-server', ['--version']).catch(() => null);
  if (found === null) return null;
  const account = await unprivileged();
  const folder = await makeFolder(account);
  const port = await freePort();
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
    '--dir',
    folder,
  ];
  const child = spawn('redis-server', flags, { cwd: folder, stdio: 'ignore', ...account });
  const url = `redis://127.0.0.1:${port}`;
  await until(async () => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } finally {
      client.disconnect();
    }
  }, child);
  return { url, stop: () => end(child, 'SIGTERM', folder) };
}

/**
 * A port of this machine that nobody listens on. Below those that the system gives to outgoing connections and to who
 * asks for any port: one of these could be taken before a server that is started, or started again, listens there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

async function postgresPrograms(): Promise<string | null> {
  const home = '/usr/lib/postgresql';
  const versions = (await readdir(home).catch(() => [])).map(Number).filter((version) => version >= 15);
  return versions.length === 0 ? null : join(home, String(Math.max(...versions)), 'bin');
}

/** As root, the user that the packages made: neither server should run as root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [user, group] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(user.stdout), gid: Number(group.stdout) };
}

async function makeFolder(account: { uid: number; gid: number } | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-server-'));
  if (account) await chown(folder, account.uid, account.gid);
  return folder;
}

async function until(answers: () => Promise<void>, child: ChildProcess): Promise<void> {
  const deadline = AbortSignal.timeout(startTimeoutMs);
  for (;;) {
    try {
      return await answers();
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await wait(30, undefined, { signal: deadline });
    }
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
  await rm(folder, { recursive: true, force: true });
}
