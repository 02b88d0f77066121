import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { DatabaseServer } from '../server.js';
import { isUnreachable } from '../unreachable.js';
import { databaseAccount } from './account.js';
import { installBinaries } from './binaries.js';
import { type Cluster, homeOf, openCluster } from './cluster.js';
import { claim } from './guard.js';
import { livingPostmaster, startPostmaster, stopPostmaster } from './postmaster.js';

export interface EmbeddedOptions {
  /** Seconds the server outlives a crash of its last user, which a restart can use to take it over. Default 5. */
  graceSeconds?: number;
  /** `later`: closing leaves the stop to the guard, after the grace period. Default `now`. */
  stop?: 'now' | 'later';
  /** More settings of postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
}

const startTimeoutMs = 60_000;
const login = 'tributary';
const database = 'tributary';

/** Small and safe: what is acknowledged is on the disk. */
const defaults: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '48MB',
  max_connections: '100',
  max_wal_size: '256MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic', // a statement may hold what people wrote
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** Deletes the cluster of `folder`, wherever it lies; call it when its server has been stopped, before the folder goes. */
export async function discardEmbedded(folder: string): Promise<void> {
  const { cluster } = await homeOf(folder, await databaseAccount());
  await rm(cluster, { recursive: true, force: true });
}

/** Starts the server of `folder`, or takes over one that runs, and keeps it running until closed. */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<DatabaseServer> {
  const account = await databaseAccount();
  const places = await homeOf(folder, account);
  await mkdir(places.home, { recursive: true, mode: account ? 0o755 : 0o700 });
  const binaries = await installBinaries(places.home, account);
  const cluster = await openCluster(places.cluster, account, binaries);
  const ownership = await claim(cluster, options.graceSeconds ?? 5);
  const settings = { ...defaults, ...options.settings };
  const ensure = singleFlight(() =>
    ensureRunning(cluster, () => startPostmaster(cluster, binaries.postgres, account, settings)),
  );
  const stop = options.stop ?? 'now';
  try {
    await ensure();
    await createDatabase(cluster);
  } catch (error) {
    await ownership.release('later');
    throw error;
  }
  return {
    url: address(cluster, login, database),
    adminUrl: address(cluster, 'postgres', database),
    recover: ensure,
    close: async () => {
      const last = stop === 'now' && !(await ownership.shared());
      await ownership.release(stop);
      if (last) await stopPostmaster(cluster);
    },
  };
}

/** A connection string through the Unix socket. */
function address(cluster: Cluster, user: string, name: string): string {
  return `postgres://${user}:${encodeURIComponent(cluster.password)}@localhost/${name}?host=${encodeURIComponent(cluster.socket)}`;
}

async function ensureRunning(cluster: Cluster, start: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  let startAgainAt = 0;
  for (;;) {
    const failure = await tryConnect(cluster);
    if (failure === null) return;
    if (!isUnreachable(failure) || Date.now() > deadline) {
      const reason = `see ${cluster.log}`;
      throw new AppError('DATABASE_UNAVAILABLE', { reason }, { cause: failure });
    }
    if (Date.now() >= startAgainAt && (await livingPostmaster(cluster)) === null) {
      await start();
      startAgainAt = Date.now() + 500;
    }
    await wait(15);
  }
}

async function tryConnect(cluster: Cluster): Promise<unknown> {
  const client = new pg.Client({
    connectionString: address(cluster, 'postgres', 'postgres'),
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The login is no superuser, so that row-level security binds it. Safe when several processes start at once. */
async function createDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client({ connectionString: address(cluster, 'postgres', 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 1) return;
    await client.query('select pg_advisory_lock(7246001)');
    const password = client.escapeLiteral(cluster.password);
    const { rowCount: users } = await client.query('select from pg_roles where rolname = $1', [login]);
    if (users === 0) await client.query(`create role ${login} login noinherit password ${password}`);
    const { rowCount: databases } = await client.query('select from pg_database where datname = $1', [
      database,
    ]);
    if (databases === 0) await client.query(`create database ${database} owner ${login}`);
  } finally {
    await client.end();
  }
}

function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
