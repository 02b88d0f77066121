import {
  CompiledQuery,
  ControlledTransaction,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SingleConnectionProvider,
} from 'kysely';
import type pg from 'pg';
import { AppError } from 'tributary/sdk';
import { entityTypes } from './types.js';

/** What a transaction lends the entity manager: one query at a time on its connection. */
export type Send = <Row extends pg.QueryResultRow>(query: pg.QueryConfig) => Promise<pg.QueryResult<Row>>;

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/**
 * The dialect MikroORM is opened with. It has no connection of its own: entities exist inside `Database.tenant` only,
 * which is what keeps every query under row-level security.
 */
export const dialect = {
  createAdapter: () => adapter,
  createDriver: () => outsideDriver,
  createIntrospector: (database: ConstructorParameters<typeof PostgresIntrospector>[0]) =>
    new PostgresIntrospector(database),
  createQueryCompiler: () => compiler,
};

const outside = async (): Promise<never> => {
  throw new AppError('INTERNAL', { reason: 'an entity was used outside of a transaction' });
};
const nothing = async (): Promise<void> => undefined;

const outsideDriver: Driver = {
  init: nothing,
  acquireConnection: outside,
  beginTransaction: outside,
  commitTransaction: outside,
  rollbackTransaction: outside,
  releaseConnection: nothing,
  destroy: nothing,
};

/** A Kysely transaction over a connection on which we have already begun; committing it is left to us. */
export function bindTransaction(send: Send): ControlledTransaction<unknown> {
  const connection = new BoundConnection(send);
  const executor = new DefaultQueryExecutor(compiler, adapter, new SingleConnectionProvider(connection), []);
  return new ControlledTransaction<unknown>({
    config: { dialect },
    dialect,
    driver: savepointDriver,
    executor,
    connection: { connection, release: () => undefined },
  } as ConstructorParameters<typeof ControlledTransaction<unknown>>[0]);
}

class BoundConnection implements DatabaseConnection {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { command, rowCount, rows } = await this.#send({
      text: query.sql,
      values: [...query.parameters],
      types: entityTypes,
    });
    const changes =
      command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
    return { rows: (rows ?? []) as Row[], ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator, streams of rows are not offered
  async *streamQuery(): AsyncGenerator<never> {
    throw new AppError('INTERNAL', {
      reason: 'rows cannot be streamed inside a transaction; page through them',
    });
  }
}

const run = (command: string) => async (connection: DatabaseConnection, name: string) => {
  await connection.executeQuery(CompiledQuery.raw(`${command} "${name}"`));
};

/** A nested `em.transactional` is a savepoint; begin, commit and rollback are never asked of it. */
const savepointDriver: Driver = {
  ...outsideDriver,
  savepoint: run('savepoint'),
  rollbackToSavepoint: run('rollback to'),
  releaseSavepoint: run('release'),
};
