import type { Config } from '#platform/config';
import { startEmbedded } from './embedded/index.js';

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
  return startEmbedded(driver.folder);
}

/** A server that someone else keeps running: another host, or the main thread of this process. */
export function attachServer(url: string, adminUrl: string | null = null): DatabaseServer {
  return { url, adminUrl, recover: async () => undefined, close: async () => undefined };
}
