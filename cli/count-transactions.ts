import type { Database } from '#platform/database';
import type { Metrics } from '#platform/telemetry';

/** The database, counting the transactions of requests and jobs. */
export function countTransactions(
  database: Database,
  metrics: Pick<Metrics, 'databaseTransactions'>,
  thread: string,
): Database {
  const transact: Database['transact'] = (role, tenant, work, options) => {
    metrics.databaseTransactions.inc({ thread, role });
    return database.transact(role, tenant, work, options);
  };
  return {
    get pool() {
      return database.pool;
    },
    transact,
    tenant: (tenant, work, options) => transact('tributary_app', tenant, work, options),
    shared: (work, options) => transact('tributary_app', null, work, options),
    listen: (channel, handler) => database.listen(channel, handler),
    ping: (signal) => database.ping(signal),
    close: () => database.close(),
  };
}
