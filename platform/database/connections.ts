import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from 'tributary/sdk';
import { GatheringSocket } from './gathering-socket.js';
import type { Limit } from './limit.js';
import type { DatabaseServer } from './server.js';
import { isUnreachable } from './unreachable.js';

/**
 * A pool whose connections notice within a second that their client has gone, and whose losses are no crash.
 * With `pipeline` queries of one connection follow each other without waiting for answers.
 */
export function createPool(server: DatabaseServer, max: number, options: { pipeline: boolean }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: server.url,
    max,
    pipeline: options.pipeline,
    stream: () => new GatheringSocket(),
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'tributary',
    options: '-c client_connection_check_interval=1000',
  });
  pool.on('error', () => undefined); // an idle connection was lost; the next query opens another
  pool.on('connect', (client) => client.on('error', () => undefined)); // the query under way fails by itself
  return pool;
}

/** Takes a connection; while the server is away it is brought back, or waited for, until the limit passes. */
export async function acquire(pool: pg.Pool, server: DatabaseServer, limit: Limit): Promise<pg.PoolClient> {
  for (;;) {
    const connecting = pool.connect();
    try {
      return await limit.within(connecting);
    } catch (error) {
      if (limit.isPassed) {
        connecting.then((client) => client.release()).catch(() => undefined);
        throw error;
      }
      if (!isUnreachable(error)) throw new AppError('DATABASE_UNAVAILABLE', {}, { cause: error });
      await limit.within(server.recover()).catch(() => undefined);
      await limit.within(wait(50)).catch(() => undefined);
    }
  }
}
