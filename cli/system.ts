import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { Operations } from '#platform';
import type { Config } from '#platform/config';
import { type DatabaseServer, migrate, startDatabaseServer } from '#platform/database';
import { developmentToken } from '#platform/identity';
import { Lifecycle } from '#platform/lifecycle';
import { readModels } from '#platform/models';
import { createOperations } from '#platform/operations';
import { takeStrayFault } from '#platform/plugin-host';
import { createLogger, type RootLogger, watchEventLoop } from '#platform/telemetry';
import { createComposer } from '../gateway/index.js';
import { createAccountServices } from '../subgraphs/accounts/index.js';
import { type Assembly, assemble } from './assemble.js';
import { type Foundation, layFoundation, servedRoles } from './foundation.js';
import { migrationSets, modules } from './modules.js';
import type { SubgraphOf } from './plugins/graph.js';
import { LocalGraph } from './plugins/local-graph.js';
import { ServedGraph } from './plugins/served-graph.js';
import { startPlugins } from './plugins/start-plugins.js';
import { denialRecorder } from './record-denial.js';
import { serveGateway } from './serve.js';
import { startWorkerThread } from './worker.js';

const workerStopMs = 15_000;

/** Starts what the roles of this process ask for, in order, and stops it in reverse. */
export async function startSystem(config: Config): Promise<void> {
  const log = createLogger(config);
  const lifecycle = new Lifecycle({ log, drainMs: config.drainMs });
  lifecycle.watchSignals((error) => takeStrayFault(error, log));
  try {
    await startParts(config, lifecycle, log);
  } catch (error) {
    log.fatal({ err: error }, 'the start failed');
    process.exitCode = error instanceof AppError && error.code === 'CONFIG_INVALID' ? 78 : 1;
    if (error instanceof AppError) process.stderr.write(`${error.message}. ${error.hint}\n`);
    await lifecycle.stop();
    process.exit();
  }
}

async function startParts(config: Config, lifecycle: Lifecycle, log: RootLogger): Promise<void> {
  const roles = servedRoles(
    config,
    modules.map(({ name }) => name),
  );
  // What is wrong with it is said once, before a database or a thread was started.
  if (roles.size > 1 || !roles.has('gateway')) await readModels(config.models);
  const server = await lifecycle.start('database', async () => {
    const part = await startDatabaseServer(config);
    return { part, stop: () => part.close() };
  });
  await migrate(server, migrationSets);
  const worker = roles.has('worker') ? await startWorker(config, lifecycle, log, server) : null;
  const foundation = await lifecycle.start('foundation', async () => {
    const part = await layFoundation(config, server, log);
    return { part, stop: () => part.close() };
  });
  lifecycle.health.register('database', (signal) => foundation.database.ping(signal));
  const served = new Set([...roles].filter((role) => role !== 'gateway' && role !== 'worker'));
  const operations = createOperations({ registry: foundation.registry, remote: remoteOf(foundation) });
  const assembly = served.size > 0 ? await startAssembly(foundation, operations, lifecycle) : null;
  if (assembly && served.has('accounts')) await ensureDevelopmentTenant(config, assembly);
  const isWhole = modules.every(({ name }) => served.has(name));
  const isLocal = roles.has('gateway') && isWhole;
  const graph = assembly && (await processGraph(foundation, assembly, served, isLocal));
  const composer = createComposer(join(config.dataDir, 'supergraphs'));
  const plugins = await lifecycle.start('plugins', () =>
    startPlugins({ foundation, roles: [...roles], assembly, graph, worker, composer }),
  );
  if (roles.has('gateway')) {
    const { gateway, swap } = await lifecycle.start('gateway', () =>
      serveGateway(foundation, lifecycle, isLocal && graph ? graph.subgraphs() : null, worker, composer),
    );
    if (graph instanceof LocalGraph) graph.bind(gateway);
    else plugins.bindSwap(swap);
    operations.bind(gateway);
    worker?.tellGateway(gateway.url);
    await sayHello(config, gateway.url);
  } else if (config.gateway.url) worker?.tellGateway(config.gateway.url);
  if (graph instanceof ServedGraph && graph.subgraphs().length > 0) {
    const listed = await lifecycle.start('subgraphs', async () => ({
      part: await graph.start(),
      stop: () => graph.stop(),
    }));
    log.info({ subgraphs: listed.map(({ name, url }) => `${name} ${url}`) }, 'subgraphs are served');
  }
  await worker?.ready;
  lifecycle.ready();
  const loop = watchEventLoop();
  log.info({ roles: [...roles] }, 'ready');
  process.send?.({ type: 'ready' });
  // Whoever started us to talk to us is gone.
  process.once('disconnect', () => void lifecycle.shutDown('the parent process ended'));
  process.on('message', (message) => {
    if (message === 'event-loop')
      process.send?.({ type: 'event-loop', maxMs: loop.max(), p99Ms: loop.percentile(99) });
    if (message === 'event-loop-reset') loop.reset();
  });
}

async function startWorker(config: Config, lifecycle: Lifecycle, log: RootLogger, server: DatabaseServer) {
  const worker = await lifecycle.start('worker', async () => {
    const part = startWorkerThread(
      config,
      server.url,
      log,
      () => void lifecycle.shutDown('the worker thread ended', 1),
    );
    return { part, stop: () => part.stop(workerStopMs) };
  });
  lifecycle.health.register('worker', async () => {
    if (!worker.isReady()) throw new AppError('UNAVAILABLE', { thing: 'The worker' });
  });
  return worker;
}

/** The subgraphs that this process serves: to its own gateway, or to those of others. */
async function processGraph(
  foundation: Foundation,
  assembly: Assembly,
  served: ReadonlySet<string>,
  isLocal: boolean,
): Promise<LocalGraph | ServedGraph> {
  const core = await assembly.buildCore(served);
  const subgraphOf: SubgraphOf = served.has('plugins') ? assembly.pluginSubgraph : () => null;
  const shown = assembly.plugins.plugins();
  return isLocal
    ? new LocalGraph(core, subgraphOf, shown)
    : new ServedGraph(foundation, denialRecorder(foundation), core, subgraphOf, shown);
}

function startAssembly(
  foundation: Foundation,
  operations: Operations,
  lifecycle: Lifecycle,
): Promise<Assembly> {
  return lifecycle.start('subgraphs', async () => {
    const part = await assemble(foundation, operations);
    return { part, stop: () => part.close() };
  });
}

const remoteOf = ({ config, identity }: Foundation) =>
  config.gateway.url ? { url: config.gateway.url, identity } : null;

/** In development there is a tenant that can be tried without any set-up, with a token below the data folder. */
async function ensureDevelopmentTenant(config: Config, { platform }: Assembly): Promise<void> {
  if (!config.identity.developmentToken) return;
  const token = await developmentToken(config);
  await createAccountServices(platform).tenants.ensureDevelopmentTenant(token);
}

/** Says where the system answers; in development with a token to try it with. */
async function sayHello(config: Config, url: string): Promise<void> {
  const token = config.identity.developmentToken ? await developmentToken(config) : null;
  const lines = [
    '',
    '  Tributary is running',
    `  GraphQL       ${url}/graphql   (HTTP, SSE, WebSocket${config.gateway.graphiql ? ', GraphiQL in the browser' : ''})`,
    `  Tools         ${url}/mcp   (Model Context Protocol)`,
    `  Health        ${url}/readyz`,
    ...(token ? [`  Token         ${token}`, '  Send it as    authorization: Bearer <token>'] : []),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.send?.({ type: 'listening', url, token });
}
