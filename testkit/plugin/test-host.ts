import { resolve } from 'node:path';
import { createClient } from 'tributary/client';
import type { Parser, Subgraph } from '#platform';
import { createOperations } from '#platform/operations';
import { pluginSchedules, runPluginJobs } from '#platform/plugin-host';
import { createCapabilityRunner } from '#platform/runs';
import { storeEraser } from '#platform/store';
import type { RootLogger } from '#platform/telemetry';
import { type Assembly, assemble } from '../../cli/assemble.js';
import { type Foundation, layFoundation } from '../../cli/foundation.js';
import { migrationSets, modules } from '../../cli/modules.js';
import { createAccountServices } from '../../subgraphs/accounts/index.js';
import { parsePlainText } from '../assembled-system.js';
import { createTestDatabase } from '../database.js';
import { silentLog } from '../silent-log.js';
import { openTestGateway } from './gateway.js';
import { JobPlayer } from './job-player.js';
import { ManualClock } from './manual-clock.js';
import { type PluginPlace, type PluginUnderTest, readPlugin } from './plugin-under-test.js';
import { recordedModel } from './recorded-model.js';
import { type ScriptedModel, startScriptedModel } from './scripted-model.js';
import { type TestTenant, testTenant } from './test-tenant.js';

export interface TestHostOptions {
  /** Further settings, as environment variables. */
  environment?: Readonly<Record<string, string>>;
  /**
   * A folder with recorded exchanges and a `models.json`, relative to the plugin's: after `model.plays()` they answer in
   * place of models. No key is needed, and nothing is asked. They are recorded by the same tests with
   * `CASSETTES=record` in their environment.
   */
  cassettes?: string;
  /** What reads the bytes of documents; plain text by default. */
  parse?: Parser['parse'];
  /** The name of its own tenant. */
  tenantName?: string;
  /** Who reads the log; nobody by default. */
  log?: RootLogger;
}

/**
 * The core and the shipped plugins with the plugin under test, in this process: real Postgres, real index, real
 * gateway. It is a tenant of its own; `tenant()` makes others.
 */
export interface TestHost extends TestTenant {
  readonly plugin: PluginUnderTest;
  readonly model: ScriptedModel;
  /** What the services `clock` and all that asks the platform for the time are told. */
  readonly clock: ManualClock;
  /** Everything that is bound, for what the graph does not show. */
  readonly assembly: Assembly;
  /** Where the gateway answers. */
  readonly url: string;
  /** The subgraphs that the gateway joins. */
  readonly subgraphs: readonly Subgraph[];
  /** Another tenant, which sees nothing of this one. */
  tenant(): Promise<TestTenant>;
  /** Resolves when no job waits or runs and no event is undelivered. */
  settled(): Promise<void>;
  /** Makes the jobs of the plugins' schedules that are due by the clock, and waits until they are done. */
  turn(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a system with this plugin; close it in `afterAll`.
 * @param plugin its folder or a file in it, such as `import.meta.url` of a test beside `plugin.json`; or its definition
 *   when it lies in `plugins/`
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`, `COMPOSITION_FAILED`
 */
export async function createTestHost(plugin: PluginPlace, options: TestHostOptions = {}): Promise<TestHost> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of closers.splice(0).reverse()) await stop();
  };
  try {
    return await open(await readPlugin(plugin), options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  plugin: PluginUnderTest,
  options: TestHostOptions,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<TestHost> {
  const script =
    options.cassettes === undefined
      ? await startScriptedModel()
      : recordedModel(resolve(plugin.folder, options.cassettes));
  closers.push(() => script.close());
  const db = await createTestDatabase({
    migrations: migrationSets,
    environment: { PORT: '0', ...script.environment, ...options.environment },
  });
  closers.push(() => db.close());
  // Whatever the profile says: nobody is served here.
  const config = { ...db.config, models: { ...db.config.models, standIns: true } };
  const laid = await layFoundation(config, db.server, options.log ?? silentLog);
  closers.push(() => laid.close());
  const clock = new ManualClock();
  const foundation: Foundation = { ...laid, clock };
  const operations = createOperations({ registry: foundation.registry, remote: null });
  const assembly = await assemble(foundation, operations);
  closers.push(() => assembly.close());
  if (assembly.runnerParts.models) script.govern(assembly.runnerParts.models);
  if (!assembly.plugins.plugins().some(({ version }) => version.plugin === plugin.manifest.id)) {
    assembly.plugins.add(await plugin.host());
  }
  await assembly.platform.ports.prompts.seed(assembly.plugins.prompts);
  const player = await startPlayer(foundation, assembly, options.parse ?? parsePlainText);
  closers.push(() => player.close());
  const built = await assembly.build(new Set([...modules.map(({ name }) => name), 'plugins']));
  const gateway = await openTestGateway(foundation, built);
  closers.push(() => gateway.close({ graceMs: 500 }));
  operations.bind(gateway);
  const settled = () => player.settled();
  let tenants = 0;
  const makeTenant = async (name?: string) => {
    tenants += 1;
    const { tenantId, key } = await createAccountServices(assembly.platform).tenants.createTenant(
      name ?? `tenant ${tenants}`,
      `admin@tenant-${tenants}.example`,
    );
    const client = createClient({ url: gateway.url, token: key });
    closers.push(() => client.close());
    return testTenant(tenantId, key, client, settled);
  };
  const first = await makeTenant(options.tenantName);
  return {
    ...first,
    plugin,
    model: script.model,
    clock,
    assembly,
    url: gateway.url,
    subgraphs: built,
    tenant: () => makeTenant(),
    settled,
    async turn() {
      const due = pluginSchedules({ ...assembly.runnerParts, system: foundation.system });
      await due.run(new AbortController().signal);
      await settled();
    },
    close,
  };
}

async function startPlayer(
  foundation: Foundation,
  assembly: Assembly,
  parse: Parser['parse'],
): Promise<JobPlayer> {
  const { subgraphs, sinks, runnerParts, plugins, platform } = assembly;
  const runner = createCapabilityRunner(runnerParts);
  const erasers = [storeEraser, ...subgraphs.flatMap(({ parts }) => parts.erasers ?? [])];
  const tools = { runner, parser: { parse }, embedder: runnerParts.embedder, sinks, erasers };
  const definitions = [
    ...subgraphs.flatMap(({ parts }) => parts.jobs?.(tools) ?? []),
    ...runPluginJobs(runnerParts),
  ];
  const handlers = subgraphs.flatMap(({ parts }) => parts.handlers ?? []);
  const ofPlugins = plugins.eventHandlers({
    runner,
    database: foundation.database,
    access: platform.access,
    switches: platform.pluginSwitches,
    services: runnerParts,
  });
  const player = new JobPlayer(foundation, definitions, () => [...handlers, ...ofPlugins]);
  await player.start();
  const stop = player.close.bind(player);
  return Object.assign(player, {
    close: async () => {
      await stop();
      await runner.close();
    },
  });
}
