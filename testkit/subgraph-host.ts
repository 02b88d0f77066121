import { type ExecutionResult, execute, parse, subscribe } from 'graphql';
import { type RequestContext, type Role, rightsOfGroups } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Platform, SubgraphModule, SubgraphParts } from '#platform';
import { accessMigrations, createAccess } from '#platform/access';
import { openBlobs } from '#platform/blobs';
import { type BuiltSubgraph, buildSubgraph, createGraphContext } from '#platform/graph';
import { createIdentity, migrations as identityMigrations, principals } from '#platform/identity';
import { jobMigrations } from '#platform/jobs';
import { createKeys, migrations as keyMigrations, MasterKey } from '#platform/keys';
import { embeddingMigrations } from '#platform/models';
import { createOutbox, openLiveEvents, outboxMigrations } from '#platform/outbox';
import { openSearch } from '#platform/search';
import { Metrics } from '#platform/telemetry';
import { createUploads, uploadMigrations } from '#platform/uploads';
import { createTestDatabase, type TestDatabase } from './database.js';
import { silentLog } from './silent-log.js';

/** One subgraph on a database of its own, with the platform's real parts that its services use. */
export interface SubgraphHost {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly parts: SubgraphParts;
  readonly subgraph: BuiltSubgraph;
  /** Executes one operation as the caller; throws nothing, returns data and errors. */
  call(
    context: RequestContext,
    source: string,
    variables?: Record<string, unknown>,
  ): Promise<ExecutionResult>;
  /** Executes and returns the data; fails on errors. */
  data<Data = Record<string, unknown>>(
    context: RequestContext,
    source: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>;
  /** The results of a subscription until the signal ends. */
  follow(
    context: RequestContext,
    source: string,
    variables: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ExecutionResult>>;
  close(): Promise<void>;
}

/** `replace` gives parts of the platform that the module needs and this host does not have, or stand-ins for those it has. */
export async function openSubgraph(
  module: SubgraphModule,
  replace: Partial<Platform> | ((platform: Platform) => Partial<Platform>) = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<SubgraphHost> {
  const platformMigrations = [
    ...outboxMigrations,
    ...jobMigrations,
    ...accessMigrations,
    ...keyMigrations,
    ...identityMigrations,
    ...uploadMigrations,
    ...embeddingMigrations,
  ];
  const db = await createTestDatabase({
    migrations: [
      { room: 'platform', migrations: platformMigrations },
      { room: module.name, migrations: module.migrations },
    ],
    entities: module.entities,
    environment,
  });
  const keys = createKeys(await MasterKey.open(db.config));
  const live = await openLiveEvents({ database: db.database });
  const clock = { now: () => new Date() };
  const identity = createIdentity({
    config: db.config,
    database: db.database,
    system: db.system,
    secret: new Uint8Array(32).fill(1),
    clock,
  });
  const blobs = await openBlobs(db.config);
  const { config, database, system } = db;
  const own = {
    config: db.config,
    database: db.database,
    system: db.system,
    outbox: createOutbox({ keys }),
    live,
    access: createAccess(),
    keys,
    principals,
    identity,
    clock,
    blobs,
    uploads: createUploads({ config, database, system, blobs, clock }),
    search: openSearch(config),
    embeddingModel: null,
    metrics: new Metrics(),
    log: silentLog,
  } as unknown as Platform;
  const platform = { ...own, ...(typeof replace === 'function' ? replace(own) : replace) };
  const parts = module.create(platform);
  const subgraph = await buildSubgraph(module.name, parts);
  const host: SubgraphHost = {
    db,
    platform,
    parts,
    subgraph,
    async call(context, source, variables = {}) {
      const contextValue = createGraphContext(context, new AbortController().signal);
      return execute({
        schema: subgraph.schema,
        document: parse(source),
        variableValues: variables,
        contextValue,
      });
    },
    async data<Data>(context: RequestContext, source: string, variables = {}) {
      const { data, errors } = await host.call(context, source, variables);
      if (errors?.[0]) throw errors[0].originalError ?? errors[0];
      return data as Data;
    },
    async follow(context, source, variables, signal) {
      const result = await subscribe({
        schema: subgraph.schema,
        document: parse(source),
        variableValues: variables,
        contextValue: createGraphContext(context, signal),
      });
      if ('errors' in result) throw result.errors?.[0];
      return result as AsyncIterable<ExecutionResult>;
    },
    async close() {
      await own.search.close();
      await live.close();
      await db.close();
    },
  };
  return host;
}

/** A caller of a tenant with the roles and groups named. */
export function callerOf(
  tenant: string,
  caller: {
    actor?: string;
    roles?: readonly Role[];
    groups?: readonly string[];
    scopes?: readonly string[];
  } = {},
): RequestContext {
  const groups = caller.groups ?? [];
  return {
    tenant,
    actor: caller.actor ?? 'user:test',
    roles: caller.roles ?? ['admin'],
    scopes: caller.scopes ?? ['*'],
    groups,
    rights: rightsOfGroups(groups),
    requestId: newId(),
    traceparent: '00-00000000000000000000000000000001-0000000000000001-01',
    deadline: Date.now() + 600_000,
    generation: null,
  };
}
