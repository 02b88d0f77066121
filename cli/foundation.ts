import { AppError } from 'tributary/sdk';
import type { Blobs, Clock, Identity, SystemDatabase } from '#platform';
import { openBlobs } from '#platform/blobs';
import { type Config, repositoryRoot } from '#platform/config';
import { type Database, type DatabaseServer, openDatabase } from '#platform/database';
import { createHooks, type HookReceiver } from '#platform/hooks';
import { createIdentity } from '#platform/identity';
import { createKeys, internalSecret, MasterKey } from '#platform/keys';
import { createOutbox } from '#platform/outbox';
import {
  type OpenOperationRegistry,
  openOperationRegistry,
  readOperationFiles,
  readShippedOperations,
} from '#platform/registry';
import { openSystemDatabase } from '#platform/system';
import { createTracing, Metrics, openCollector, type RootLogger, type Tracing } from '#platform/telemetry';
import { createUploads, type UploadsPart } from '#platform/uploads';
import { countTransactions } from './count-transactions.js';
import { entities } from './modules.js';

/** What every role stands on, the gateway's too. */
export interface Foundation {
  readonly config: Config;
  readonly log: RootLogger;
  /** Those of this thread. */
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Spans of this thread. */
  readonly tracing: Tracing;
  readonly database: Database;
  readonly system: SystemDatabase;
  readonly master: MasterKey;
  readonly secret: Uint8Array;
  readonly identity: Identity;
  readonly blobs: Blobs;
  readonly uploads: UploadsPart;
  readonly registry: OpenOperationRegistry;
  close(): Promise<void>;
}

/** The end of a process waits no longer than this for a collector. */
const mostFlushMs = 3000;

/** Opens the connections of one thread and what needs no subgraph. */
export async function layFoundation(
  config: Config,
  server: DatabaseServer,
  log: RootLogger,
  thread: 'main' | 'worker' = 'main',
): Promise<Foundation> {
  const metrics = new Metrics();
  const unwatchLoop = metrics.watchLoop(thread);
  const clock: Clock = { now: () => new Date() };
  const [opened, master, secret, blobs, operations, shipped, collector] = await Promise.all([
    openDatabase(server, entities, config.database),
    MasterKey.open(config),
    internalSecret(config),
    openBlobs(config),
    readOperationFiles(repositoryRoot, config.operationsDir),
    readShippedOperations(repositoryRoot),
    openCollector(config.traces, metrics, log),
  ]);
  const database = countTransactions(opened, metrics, thread);
  const system = openSystemDatabase(database);
  const tracing = createTracing({
    keepsContent: config.traces.content,
    key: master.derive('trace hashes'),
    metrics,
    collector,
  });
  const registry = await openOperationRegistry({ operations, database, log });
  for (const [plugin, brought] of shipped) registry.setPluginOperations(plugin, brought);
  return {
    config,
    log,
    metrics,
    clock,
    tracing,
    database,
    system,
    master,
    secret,
    blobs,
    registry,
    identity: createIdentity({ config, database, system, secret, clock }),
    uploads: createUploads({ config, database, system, blobs, clock }),
    async close() {
      unwatchLoop();
      await tracing.close(Math.min(config.drainMs, mostFlushMs));
      await registry.close();
      await database.close();
    },
  };
}

/** Where the gateway gives on what is posted to hooks. */
export function openHooks(foundation: Foundation): HookReceiver {
  const keys = createKeys(foundation.master);
  return createHooks({ ...foundation, keys, outbox: createOutbox({ keys }) });
}

/** Roles that are not names of subgraphs. */
export const processRoles = ['gateway', 'worker', 'plugins'] as const;

/** What this process serves; everything when no role is named. Throws `CONFIG_INVALID` for a role that is not known. */
export function servedRoles(config: Config, subgraphs: readonly string[]): ReadonlySet<string> {
  const known = [...processRoles, ...subgraphs];
  const unknown = config.roles?.find((role) => !known.includes(role));
  if (unknown !== undefined) {
    throw new AppError('CONFIG_INVALID', {
      key: 'ROLES',
      reason: `${unknown} is none of ${known.join(', ')}`,
    });
  }
  return new Set(config.roles ?? known);
}
