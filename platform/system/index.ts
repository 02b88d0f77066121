import type { Database, Transaction, TransactionOptions } from '#platform/database';

/** Access to the rows of every tenant. Only what lies below `platform/system/` may hold one; a check lists its users. */
export interface SystemDatabase {
  /** Runs `work` in a transaction of the system role, which the policies let cross tenants. */
  across<Result>(work: (tx: Transaction) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
}

export function openSystemDatabase(database: Database): SystemDatabase {
  return { across: (work, options) => database.transact('tributary_system', null, work, options) };
}
