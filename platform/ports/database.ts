/* Transactions under row-level security, and migrations. */
import type { EntityManager } from '@mikro-orm/postgresql';

/** One transaction of one tenant (or, below `platform/system`, across tenants). */
export interface Transaction {
  /** MikroORM on this transaction's connection. */
  readonly em: EntityManager;
  readonly tenant: string | null;
  /** Plain SQL on the same connection; parameters are `$1`, `$2` … */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

export interface Database {
  /** Runs the work as the app role with this tenant; commits when it returns, rolls back when it throws. */
  tenant<T>(
    tenant: string,
    work: (tx: Transaction) => Promise<T>,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<T>;
  /** One shared LISTEN connection a process. Returns how to stop. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;
}

/** Crosses tenants, by policy; only parts below `platform/system` and those that its check lists may hold it. */
export interface SystemDatabase {
  across<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

export interface Migration {
  /** e.g. `0001-documents`. */
  name: string;
  sql: string;
}
export interface MigrationSet {
  /** The Postgres schema that the migrations own, e.g. `documents` or `platform`. */
  room: string;
  migrations: readonly Migration[];
}
