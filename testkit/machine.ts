import pg from 'pg';
import { startMachinePostgres, startMachineRedis } from './servers.js';
import type { SystemOptions } from './system.js';

/** The servers of the scaled-out set-up, and a login on them such as an administrator hands over. */
export interface Machine {
  /** Settings of a system that uses them. */
  options(more?: SystemOptions): SystemOptions;
  stop(): Promise<void>;
}

/** Starts Postgres and Redis of this machine for one test file; `null` where one of them is not installed. */
export async function startMachine(): Promise<Machine | null> {
  const [postgres, redis] = await Promise.all([startMachinePostgres(), startMachineRedis()]);
  const stop = async () => {
    await Promise.all([postgres?.stop(), redis?.stop()]);
  };
  if (!postgres || !redis) {
    await stop();
    return null;
  }
  const { url, adminUrl } = await handOver(postgres.url);
  return {
    options: ({ settings, ...more } = {}) => ({
      ...more,
      databaseAdminUrl: adminUrl,
      settings: { DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl, QUEUE_URL: redis.url, ...settings },
    }),
    stop,
  };
}

/** A login and a database of its own; the roles behind it are made by the system, through the administrator. */
async function handOver(server: string): Promise<{ url: string; adminUrl: string }> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create role served login password 'handed-over'`);
  await admin.query('create database tributary');
  await admin.end();
  const url = new URL(server);
  url.pathname = '/tributary';
  const adminUrl = url.href;
  url.username = 'served';
  url.password = 'handed-over';
  return { url: url.href, adminUrl };
}
