import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { bindTransaction } from './bound-transaction.js';
import type { StatementNames } from './statement-names.js';
import { queryTypes } from './types.js';
import { isUnreachable, property } from './unreachable.js';

export interface TransactionOptions {
  signal?: AbortSignal;
  /** Deadline of the whole transaction; `DATABASE_TIMEOUT_MS` if not given. */
  timeoutMs?: number;
}

export type Role = 'tributary_app' | 'tributary_system';

/** A transaction that has begun on a connection; it sends nothing more once it is closed. */
export class OpenTransaction implements Transaction {
  readonly tenant: string | null;
  readonly #client: pg.ClientBase;
  readonly #entities: () => EntityManager;
  readonly #names: StatementNames;
  #em: EntityManager | null = null;
  #closed = false;

  constructor(
    client: pg.ClientBase,
    tenant: string | null,
    { entities, names }: { entities: () => EntityManager; names: StatementNames },
  ) {
    this.#client = client;
    this.#entities = entities;
    this.#names = names;
    this.tenant = tenant;
  }

  get em(): EntityManager {
    if (this.#em === null) {
      this.#em = this.#entities().fork();
      this.#em.setTransactionContext(bindTransaction((query) => this.#send(query)));
    }
    return this.#em;
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#send({ text: sql, values: parameters as unknown[], types: queryTypes });
    return rows as Row[];
  }

  /** Writes what the entity manager holds. */
  async flush(): Promise<void> {
    await this.#em?.flush();
  }

  /** From now on every use of it fails. */
  close(): void {
    this.#closed = true;
  }

  async #send<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    if (this.#closed) throw new AppError('INTERNAL', { reason: 'the transaction has ended' });
    const name = this.#names.nameOf(query.text);
    return this.#client.query<Row>(name === undefined ? query : { ...query, name });
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Begins and says who is asking, in one round trip. */
export async function begin(
  client: pg.ClientBase,
  role: Role,
  tenant: string | null,
  timeoutMs: number,
): Promise<void> {
  if (tenant !== null && !uuid.test(tenant)) {
    throw new AppError('BAD_USER_INPUT', { reason: 'the tenant is not a UUID' });
  }
  // Utility statements need no plan, which set_config() does: half the cost.
  await client.query(
    `begin; set local role ${role}; set local app.tenant = '${tenant ?? ''}'; ` +
      `set local statement_timeout = ${Math.max(1, Math.ceil(timeoutMs))}`,
  );
}

/** Whether a statement was prepared before a migration changed what it returns: its connection is of no more use. */
export function isOutdated(error: unknown): boolean {
  return property(error, 'code') === '0A000' && property(error, 'routine') === 'RevalidateCachedQuery';
}

/**
 * Classes of values that Postgres cannot read: a NUL in a text, a moment before its calendar, an id or a moment that is
 * none. They come from an argument, such as a filter or a cursor that somebody made up.
 */
const unreadable: ReadonlySet<unknown> = new Set(['22021', '22P05', '22007', '22008', '22P02']);

/** What a failed query means to a caller. Constraint violations and the like pass through unchanged. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isUnreachable(error) || isOutdated(error))
    return new AppError('DATABASE_UNAVAILABLE', {}, { cause: error });
  if (property(error, 'code') === '57014') {
    return new AppError('TIMEOUT', {}, { cause: error });
  }
  if (unreadable.has(property(error, 'code'))) {
    return new AppError('BAD_USER_INPUT', { reason: 'a value is none that can be stored' }, { cause: error });
  }
  return error;
}
