import type { Config } from '#platform/config';

/** A database that answers, wherever it came from. */
export interface DatabaseServer {
  /** Connection string of the login that everything runs as. */
  readonly url: string;
  /** Connection string that may create roles; used by `migrate` only. */
  readonly adminUrl: string | null;
  /** Brings the server back if it is ours to start; resolves when it answers, or at once if it is not ours. */
  recover(): Promise<void>;
  /** Ends our use of it; stops it if it is ours and nobody else uses it. */
  close(): Promise<void>;
}

/** Starts the embedded database, or takes the named one. The address of an embedded one can be given to threads. */
export async function startDatabaseServer(config: Config): Promise<DatabaseServer> {
  const { driver, adminUrl } = config.database;
  if (driver.kind === 'postgres') return attachServer(driver.url, adminUrl);
  const { startEmbedded } = await import('./embedded/index.js');
  return startEmbedded(driver.folder);
}

/** A server that someone else keeps running: another host, or the main thread of this process. */
export function attachServer(url: string, adminUrl: string | null = null): DatabaseServer {
  return { url, adminUrl, recover: async () => undefined, close: async () => undefined };
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
]);

/** Whether a failure means that the server is away (stopped, starting, restarting), not that it refused a query. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return unreachable.has(error.code);
  return /connection terminated|connection ended|timeout expired|timeout exceeded when trying to connect/i.test(
    error.message,
  );
}
