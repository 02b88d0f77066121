import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { Migration, MigrationSet } from '#platform';
import { ensureRoles } from './roles.js';
import type { DatabaseServer } from './server.js';
import { isUnreachable, property } from './unreachable.js';

const connectTimeoutMs = 10_000;

export interface MigrationReport {
  /** `room/name` of each that ran now. */
  readonly applied: readonly string[];
  /** How many had run before. */
  readonly present: number;
}

/**
 * Brings the database to the state that `sets` describe: roles, schemas, tables. Each migration runs as the owner role
 * in a transaction of its own. Many processes may call it at once.
 * @throws AppError `MIGRATION_DRIFT`, `MIGRATION_FAILED`, `CONFIG_INVALID` (roles)
 */
export async function migrate(
  server: DatabaseServer,
  sets: readonly MigrationSet[],
): Promise<MigrationReport> {
  await server.recover();
  const client = await connect(server);
  try {
    await ensureRoles(client, server);
    const total = sets.reduce((sum, set) => sum + set.migrations.length, 0);
    if (missing(sets, await readApplied(client)).length === 0) return { applied: [], present: total };
    await client.query('select pg_advisory_lock(7246003)');
    await prepareSchemas(client, ['platform', ...sets.map((set) => set.room)]);
    await client.query(`
      set role tributary_owner;
      create table if not exists platform.migrations (
        room text not null, name text not null, sha256 text not null,
        applied_at timestamptz not null default now(), primary key (room, name));
      revoke all on platform.migrations from tributary_app, tributary_system;
      reset role`);
    const todo = missing(sets, await readApplied(client));
    for (const { room, migration } of todo) await apply(client, room, migration);
    await refuseOpenTables(client);
    return {
      applied: todo.map(({ room, migration }) => `${room}/${migration.name}`),
      present: total - todo.length,
    };
  } finally {
    await client.end();
  }
}

/**
 * What `migrate` would run now, as `room/name`; changes nothing.
 * @throws AppError `MIGRATION_DRIFT`
 */
export async function pendingMigrations(
  server: DatabaseServer,
  sets: readonly MigrationSet[],
): Promise<string[]> {
  await server.recover();
  const client = await connect(server);
  try {
    const todo = missing(sets, await readApplied(client));
    return todo.map(({ room, migration }) => `${room}/${migration.name}`);
  } finally {
    await client.end();
  }
}

/** Waits a while for a server that is just starting beside us. */
async function connect(server: DatabaseServer): Promise<pg.Client> {
  const deadline = Date.now() + connectTimeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: server.url, application_name: 'tributary migrate' });
    client.on('error', () => undefined); // the query under way fails by itself
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      if (!isUnreachable(cause) || Date.now() > deadline)
        throw new AppError('DATABASE_UNAVAILABLE', {}, { cause });
      await wait(200);
    }
  }
}

/** Hash of everything that `sets` would do; two equal ones lead to the same schema. */
export function fingerprint(sets: readonly MigrationSet[]): string {
  return digest(
    JSON.stringify(sets.map((set) => [set.room, set.migrations.map(({ name, sql }) => [name, sql])])),
  );
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  try {
    await client.query('set role tributary_owner');
    const { rows } = await client.query<{ id: string; sha256: string }>(
      `select room || '/' || name as id, sha256 from platform.migrations`,
    );
    return new Map(rows.map((row) => [row.id, row.sha256]));
  } catch (error) {
    // undefined table, undefined schema, schema that is not ours yet, no such role: nothing has run
    if (['42P01', '3F000', '42501', '22023'].includes(property(error, 'code') ?? '')) return new Map();
    throw error;
  } finally {
    await client.query('reset role');
  }
}

function missing(sets: readonly MigrationSet[], applied: ReadonlyMap<string, string>) {
  const all = sets.flatMap(({ room, migrations }) => migrations.map((migration) => ({ room, migration })));
  return all.filter(({ room, migration }) => {
    const recorded = applied.get(`${room}/${migration.name}`);
    if (recorded !== undefined && recorded !== digest(migration.sql)) {
      throw new AppError('MIGRATION_DRIFT', { migration: `${room}/${migration.name}` });
    }
    return recorded === undefined;
  });
}

async function prepareSchemas(client: pg.Client, rooms: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select nspname as name from pg_namespace');
  const existing = new Set(rows.map((row) => row.name));
  for (const room of new Set(rooms)) {
    if (existing.has(room)) continue;
    const schema = client.escapeIdentifier(room);
    await client.query(`
      begin;
      create schema ${schema} authorization tributary_owner;
      set local role tributary_owner;
      grant usage on schema ${schema} to tributary_app, tributary_system;
      alter default privileges in schema ${schema}
        grant select, insert, update, delete on tables to tributary_app, tributary_system;
      alter default privileges in schema ${schema} grant usage on sequences to tributary_app, tributary_system;
      commit`);
  }
}

async function apply(client: pg.Client, room: string, migration: Migration): Promise<void> {
  try {
    await client.query('begin; set local role tributary_owner');
    await client.query(migration.sql);
    await client.query('insert into platform.migrations (room, name, sha256) values ($1, $2, $3)', [
      room,
      migration.name,
      digest(migration.sql),
    ]);
    await client.query('commit');
  } catch (cause) {
    throw new AppError('MIGRATION_FAILED', { migration: `${room}/${migration.name}` }, { cause });
  }
}

/** A table with a tenant that row-level security does not bind is a leak: no start with one. */
async function refuseOpenTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select c.oid::regclass::text as name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and pg_get_userbyid(n.nspowner) = 'tributary_owner'
       and not (c.relrowsecurity and c.relforcerowsecurity)`);
  if (rows.length > 0) {
    const names = rows.map((row) => row.name).join(', ');
    throw new AppError('MIGRATION_FAILED', { migration: `that made ${names} without tenantTable()` });
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
