import { type BackendFactory, type createPostgresBackend, PostgresQueueBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import type { QueueStore } from './bullmq-driver.js';
import { SharedConnection } from './shared-connection.js';

/** The Postgres schema of BullMQ, which is also its default. */
const schema = 'bullmq';

/** Opens the store that the configuration names. `prefix` keeps installations apart that share a Redis. */
export async function openQueueStore(
  driver: Config['queue']['driver'],
  database: Pick<Database, 'pool'>,
  prefix = 'tributary',
): Promise<QueueStore> {
  return driver.kind === 'redis' ? openRedis(driver.url, prefix) : openPostgres(database.pool);
}

/** All queues share the pool, and one connection that listens; on its own each would keep one more. */
async function openPostgres(pool: Database['pool']): Promise<QueueStore> {
  // The pool is the queue's alone and has no connection yet. They find the tables of BullMQ by this path, and need not
  // wait for the disk: what a crash of the database takes out of the queue is dispatched anew.
  pool.options.options = `${pool.options.options ?? ''} -c search_path=${schema} -c synchronous_commit=off`;
  pool.setMaxListeners(32);
  const client = await pool.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    client.release();
  }
  const connection = new SharedConnection(pool);
  connection.setMaxListeners(32);
  const backend = ((name, options) =>
    new PostgresQueueBackend(connection, name, options)) as typeof createPostgresBackend as BackendFactory;
  return { connection: pool, backend, close: () => connection.close() };
}

async function openRedis(url: string, prefix: string): Promise<QueueStore> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  redis.on('error', () => undefined); // told by the queues, which listen too
  await redis.connect();
  return {
    connection: redis,
    prefix,
    close: async () => {
      redis.disconnect();
    },
  };
}
