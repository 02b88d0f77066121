import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { access, chown, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from 'tributary/sdk';
import { property } from '../unreachable.js';
import { type Account, makeFolder } from './account.js';
import type { Binaries } from './binaries.js';

const run = promisify(execFile);
/** Longest path of a Unix socket on the systems we run on, less the name of the socket. */
const longestSocketFolder = 80;

/** Where one embedded server keeps its things. */
export interface Cluster {
  readonly folder: string;
  /** Postgres' own data folder. */
  readonly data: string;
  /** Where its Unix socket lies; it listens on no network. */
  readonly socket: string;
  /** One file for each process that uses the server. */
  readonly owners: string;
  readonly log: string;
  readonly password: string;
}

/**
 * The folder that the server of `folder` lives in, and the one that its programs may be copied to. As root neither can
 * lie in the repository, which may be below a folder that the database's user cannot enter. A mark in `folder` ties
 * them: whoever deletes the data folder to begin anew gets a new cluster.
 */
export async function homeOf(folder: string, account: Account): Promise<{ home: string; cluster: string }> {
  if (account === null) return { home: folder, cluster: join(folder, 'cluster') };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mark = join(folder, 'mark');
  const draft = `${mark}.${randomUUID()}`;
  await writeFile(draft, randomUUID(), { mode: 0o600 });
  await link(draft, mark).catch((error: unknown) => {
    if (property(error, 'code') !== 'EEXIST') throw error; // made before, or by another process just now
  });
  await rm(draft, { force: true });
  const home = '/var/lib/tributary';
  return { home, cluster: join(home, digest(`${folder} ${await readFile(mark, 'utf8')}`)) };
}

/** Opens the cluster in `folder`, and makes it if it is not there. */
export async function openCluster(folder: string, account: Account, binaries: Binaries): Promise<Cluster> {
  if (!(await exists(join(folder, 'data/PG_VERSION')))) await create(folder, account, binaries);
  const socket =
    folder.length < longestSocketFolder
      ? join(folder, 'socket')
      : join(tmpdir(), `tributary-${digest(folder)}`);
  await makeFolder(socket, account);
  const owners = join(folder, 'owners');
  await mkdir(owners, { recursive: true, mode: 0o700 });
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  return { folder, data: join(folder, 'data'), socket, owners, log: join(folder, 'postgres.log'), password };
}

/** Makes the cluster beside its place and renames it, so that a half one is never used. */
async function create(folder: string, account: Account, binaries: Binaries): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await makeFolder(unfinished, account);
  const passwordFile = join(unfinished, 'password');
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${join(unfinished, 'data')}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
        '--no-sync',
      ],
      { cwd: unfinished, ...(account ?? {}), timeout: 60_000 },
    );
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    throw new AppError(
      'DATABASE_UNAVAILABLE',
      { reason: 'the embedded cluster could not be made' },
      { cause },
    );
  }
  try {
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(join(folder, 'data/PG_VERSION')))) throw error; // another process was first
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
