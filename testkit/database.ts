import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntitySchema } from '@mikro-orm/postgresql';
import pg from 'pg';
import type { MigrationSet, SystemDatabase } from '#platform';
import { type Config, loadConfig, repositoryRoot } from '#platform/config';
import {
  attachServer,
  type Database,
  type DatabaseServer,
  fingerprint,
  migrate,
  openDatabase,
  startEmbedded,
} from '#platform/database';
import { openSystemDatabase } from '#platform/system';

/** A database of a test's own, with the tables of the sets it asked for and no rows. */
export interface TestDatabase {
  /** Production defaults with this database, and a data folder that is removed with it. */
  readonly config: Config;
  readonly server: DatabaseServer;
  readonly database: Database;
  readonly system: SystemDatabase;
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  migrations?: readonly MigrationSet[];
  entities?: readonly EntitySchema[];
  /** Further environment variables of `config`. */
  environment?: Readonly<Record<string, string>>;
}

/** One server for all test files of all runs; what it holds may be lost, so it need not wait for the disk. */
const serverOptions = {
  stop: 'later',
  graceSeconds: 10,
  settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '120' },
} as const;
const mostTemplates = 12;

/**
 * Makes a database for a test file: a copy (some 30 ms) of a template that is migrated once for each state of the
 * migrations. Call `close` in `afterAll`.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const embedded = await startEmbedded(join(repositoryRoot, '.data/test-postgres'), serverOptions);
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asAdmin(embedded, async (admin) => {
    await dropAbandoned(admin);
    await copyTemplate(admin, embedded, options.migrations ?? [], name);
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-test-'));
  const server = databaseOf(embedded, name);
  const config = loadConfig({
    PROFILE: 'production',
    DATA_DIR: dataDir,
    DATABASE_URL: server.url,
    DATABASE_ADMIN_URL: server.adminUrl ?? '',
    DATABASE_POOL_SIZE: '5',
    ...options.environment,
  });
  const database = await openDatabase(server, options.entities ?? [], config.database);
  return {
    config,
    server,
    database,
    system: openSystemDatabase(database),
    close: async () => {
      await database.close();
      await asAdmin(embedded, (admin) => admin.query(`drop database if exists ${name} with (force)`));
      await embedded.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Another database of the same server. */
function databaseOf(server: DatabaseServer, name: string): DatabaseServer {
  const rename = (address: string) => address.replace(/\/[^/?]+\?/, `/${name}?`);
  return { ...attachServer(rename(server.url), rename(server.adminUrl ?? '')), recover: server.recover };
}

async function asAdmin(server: DatabaseServer, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseOf(server, 'postgres').adminUrl ?? '' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function copyTemplate(
  admin: pg.Client,
  server: DatabaseServer,
  migrations: readonly MigrationSet[],
  name: string,
): Promise<void> {
  const template = `template_${fingerprint(migrations).slice(0, 24)}`;
  // One at a time: a database cannot be copied while another session is connected to it.
  await admin.query('select pg_advisory_lock(7246010)');
  if (!(await names(admin, 'template_')).includes(template)) {
    const unfinished = `unfinished_${template}`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished} owner tributary`);
    await migrate(databaseOf(server, unfinished), migrations);
    await admin.query(`alter database ${unfinished} rename to ${template}`);
  }
  await admin.query(`create database ${name} owner tributary template ${template}`);
  await admin.query('select pg_advisory_unlock(7246010)');
}

/** Databases of runs that were killed, and templates of migrations that are long changed. */
async function dropAbandoned(admin: pg.Client): Promise<void> {
  const tests = (await names(admin, 'test_')).filter((name) => !isRunning(Number(name.split('_')[1])));
  const templates = (await names(admin, 'template_')).slice(0, -mostTemplates);
  for (const name of [...tests, ...templates])
    await admin.query(`drop database if exists ${name} with (force)`);
}

async function names(admin: pg.Client, prefix: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1) and not datistemplate order by oid',
    [prefix],
  );
  return rows.map((row) => row.name);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
