import type { SystemDatabase } from '#platform';
import type { Database } from '#platform/database';

/** Access to the rows of every tenant, in transactions of the system role, which the policies let cross tenants. */
export function openSystemDatabase(database: Database): SystemDatabase {
  return { across: (work) => database.transact('tributary_system', null, work) };
}
