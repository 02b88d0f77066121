import { type EntitySchema, MikroORM, PostgreSqlDriver } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { Database as DatabasePort, Transaction } from '#platform';
import type { Config } from '#platform/config';
import { dialect } from './bound-transaction.js';
import { acquire, createPool } from './connections.js';
import { Limit } from './limit.js';
import { Listener } from './listener.js';
import type { DatabaseServer } from './server.js';
import { StatementNames } from './statement-names.js';
import {
  begin,
  isOutdated,
  OpenTransaction,
  type Role,
  type TransactionOptions,
  translate,
} from './transaction.js';

type Work<Result> = (tx: Transaction) => Promise<Result>;

/** The port, and what the composition root and the parts of the platform need besides. */
export interface Database extends DatabasePort {
  /** `tenant` without a tenant: tables that belong to none. */
  shared<Result>(work: Work<Result>, options?: TransactionOptions): Promise<Result>;
  /** Under any role. For `platform/system` alone, which is where crossing tenants is allowed. */
  transact<Result>(
    role: Role,
    tenant: string | null,
    work: Work<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  /**
   * Calls `handler` for every NOTIFY on `channel`, and once with `''` after the connection was lost and is back:
   * something may have been missed. Returns the stop.
   */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;
  /** Connections as the login, without role or tenant. For the job queue alone. */
  readonly pool: pg.Pool;
  /** Resolves when the database answers. */
  ping(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Opens the connections of this thread. `entities` are those of every subgraph that is loaded in it. */
export async function openDatabase(
  server: DatabaseServer,
  entities: readonly EntitySchema[],
  options: Pick<Config['database'], 'poolSize' | 'timeoutMs'> = { poolSize: 10, timeoutMs: 15_000 },
): Promise<Database> {
  const orm =
    entities.length === 0
      ? null
      : await MikroORM.init({
          driver: PostgreSqlDriver,
          driverOptions: dialect,
          entities: [...entities],
          dbName: 'tributary',
          ensureDatabase: false,
          ensureIndexes: false,
          forceUtcTimezone: true,
        });
  const listener = new Listener(server);
  await listener.start();
  return new PostgresDatabase(server, orm, listener, options);
}

class PostgresDatabase implements Database {
  readonly #server: DatabaseServer;
  readonly #orm: MikroORM | null;
  readonly #listener: Listener;
  readonly #names = new StatementNames();
  readonly #pool: pg.Pool;
  readonly #timeoutMs: number;
  readonly #poolSize: number;
  #queuePool: pg.Pool | null = null;

  constructor(
    server: DatabaseServer,
    orm: MikroORM | null,
    listener: Listener,
    options: Pick<Config['database'], 'poolSize' | 'timeoutMs'>,
  ) {
    this.#server = server;
    this.#orm = orm;
    this.#listener = listener;
    this.#poolSize = options.poolSize;
    this.#timeoutMs = options.timeoutMs;
    this.#pool = createPool(server, options.poolSize, { pipeline: true });
  }

  get pool(): pg.Pool {
    this.#queuePool ??= createPool(this.#server, this.#poolSize, { pipeline: false });
    return this.#queuePool;
  }

  tenant<Result>(tenant: string, work: Work<Result>, options?: TransactionOptions): Promise<Result> {
    return this.transact('tributary_app', tenant, work, options);
  }

  shared<Result>(work: Work<Result>, options?: TransactionOptions): Promise<Result> {
    return this.transact('tributary_app', null, work, options);
  }

  async transact<Result>(
    role: Role,
    tenant: string | null,
    work: Work<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    const limit = new Limit(options.timeoutMs ?? this.#timeoutMs, options.signal);
    let client: pg.PoolClient;
    try {
      client = await acquire(this.#pool, this.#server, limit);
    } catch (error) {
      limit.clear();
      const late = limit.isPassed && !options.signal?.aborted;
      throw late ? new AppError('DATABASE_UNAVAILABLE', {}, { cause: error }) : error;
    }
    const tx = new OpenTransaction(client, tenant, { entities: () => this.#entities(), names: this.#names });
    let broken = false;
    try {
      return await limit.within(this.#run(client, tx, role, limit, work));
    } catch (error) {
      tx.close();
      // Closing the connection ends the query under way and undoes the transaction.
      broken = limit.isPassed || isOutdated(error) || !(await rollback(client));
      throw translate(error);
    } finally {
      tx.close();
      limit.clear();
      client.release(broken);
    }
  }

  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, handler);
  }

  async ping(signal?: AbortSignal): Promise<void> {
    await this.shared((tx) => tx.query('select 1'), { timeoutMs: 2000, ...(signal ? { signal } : {}) });
  }

  async close(): Promise<void> {
    await this.#listener.stop();
    await Promise.all([this.#pool.end(), this.#queuePool?.end()]);
    await this.#orm?.close();
  }

  async #run<Result>(
    client: pg.PoolClient,
    tx: OpenTransaction,
    role: Role,
    limit: Limit,
    work: Work<Result>,
  ): Promise<Result> {
    // Sent together with the first query of `work`. If it fails, Postgres refuses all that follows, and it is
    // its error that says why.
    const begun = begin(client, role, tx.tenant, limit.remainingMs);
    begun.catch(() => undefined);
    const result = await work(tx).catch(async (error: unknown) => {
      await begun;
      throw error;
    });
    await begun;
    await tx.flush();
    const { command } = await client.query('commit');
    // A query failed and `work` went on regardless: Postgres has undone everything and says so only here.
    if (command !== 'COMMIT')
      throw new AppError('INTERNAL', { reason: 'the transaction was undone by a failed query' });
    return result;
  }

  #entities() {
    if (this.#orm === null)
      throw new AppError('INTERNAL', { reason: 'the database was opened without entities' });
    return this.#orm.em;
  }
}

/** Undoes the transaction; `false` if the connection is of no use any more. */
async function rollback(client: pg.PoolClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}
