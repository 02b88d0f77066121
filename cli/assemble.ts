import { AppError } from 'tributary/sdk';
import type {
  Operations,
  Platform,
  StepSinks,
  Subgraph,
  SubgraphModule,
  SubgraphParts,
  SubgraphPorts,
} from '#platform';
import { createAccess } from '#platform/access';
import { buildSubgraph } from '#platform/graph';
import { createHooks } from '#platform/hooks';
import { createHttp } from '#platform/http';
import { principals } from '#platform/identity';
import { createKeys } from '#platform/keys';
import { createMail } from '#platform/mail';
import { openModels } from '#platform/models';
import { createOutbox, openLiveEvents } from '#platform/outbox';
import {
  bindServices,
  createWorkKinds,
  hostPlugin,
  hostPlugins,
  lookUpContributions,
  mapImports,
  type PluginHost,
  type ServiceParts,
  screeningOf,
} from '#platform/plugin-host';
import {
  DesiredState,
  listPlugins,
  TenantPlugins,
  type VersionsAtStart,
  versionsAtStart,
} from '#platform/plugin-host/changes';
import { createPersistedOperations } from '#platform/registry';
import { createRuleEngine } from '#platform/rules';
import { openRunLog } from '#platform/run-log';
import { createEmbeddingBills, createRunStarter, type RunnerParts } from '#platform/runs';
import { openSearch } from '#platform/search';
import { createStore } from '#platform/store';
import { traceEmbedder } from '#platform/telemetry';
import { countResumes } from './count-resumes.js';
import type { Foundation } from './foundation.js';
import { measureLag } from './measure-lag.js';
import { modules } from './modules.js';
import { rememberSubgraphs, type SubgraphOf } from './plugins/graph.js';
import { type LateChanges, lateChanges } from './plugins/late-changes.js';
import { packageUrl, startPlaces } from './plugins/places.js';
import { type PluginRecords, pluginRecords } from './plugins/plugin-records.js';

/** One thread's platform with all subgraphs made, ready to be served from or worked in. */
export interface Assembly {
  readonly platform: Platform;
  readonly plugins: PluginHost;
  readonly subgraphs: readonly { module: SubgraphModule; parts: SubgraphParts }[];
  readonly sinks: StepSinks;
  /** What the capability runner stands on. */
  readonly runnerParts: RunnerParts;
  /** What runs in the threads of the host from the start. */
  readonly atStart: VersionsAtStart;
  readonly pluginRecords: PluginRecords;
  readonly pluginChanges: LateChanges;
  readonly tenantPlugins: TenantPlugins;
  readonly serviceParts: ServiceParts;
  /** The subgraph of a plugin, made once; it answers `PLUGIN_DISABLED` where it is switched off. */
  readonly pluginSubgraph: SubgraphOf;
  /** The executable core subgraphs with these names. */
  buildCore(names: ReadonlySet<string>): Promise<Subgraph[]>;
  /** The same, where `plugins` stands for all of the plugins. */
  build(names: ReadonlySet<string>): Promise<Subgraph[]>;
  close(): Promise<void>;
}

/** Binds every port to the part that keeps it. The only place, with the test kit, that knows all parts. */
export async function assemble(foundation: Foundation, operations: Operations): Promise<Assembly> {
  const { config, database, secret, metrics } = foundation;
  const { ports, bind } = latePorts();
  const bills = createEmbeddingBills(() => ({
    database,
    metrics,
    ledger: ports.ledger,
    prices: ports.prices,
  }));
  const [{ atStart, plugins }, models, search] = await Promise.all([
    pluginsAtStart(foundation),
    openModels(config, metrics, bills),
    openSearch(config),
  ]);
  const keys = createKeys(foundation.master);
  const outbox = createOutbox({ keys });
  const live = measureLag(await openLiveEvents({ database }), metrics);
  const access = createAccess();
  const runLog = countResumes(await openRunLog({ database, secret }), metrics);
  const contributions = lookUpContributions(() => plugins.plugins());
  const rules = createRuleEngine(contributions);
  const tenantPlugins = new TenantPlugins(database, foundation.system, foundation.log);
  await tenantPlugins.start();
  const http = createHttp(config);
  const mail = createMail(foundation);
  const records = pluginRecords(foundation, http, atStart);
  const { shipped } = atStart;
  const pluginChanges = lateChanges((context) =>
    listPlugins({ ...records, tenants: tenantPlugins, shipped: () => shipped }, context),
  );
  const { capabilities } = plugins;
  const runs = createRunStarter({
    database,
    access,
    outbox,
    runLog,
    ports,
    capabilities,
    pluginSwitches: tenantPlugins,
    models,
  });
  const works = createWorkKinds(
    () => serviceParts,
    () => subgraphs.flatMap(({ parts }) => parts.works ?? []),
  );
  const platform: Platform = {
    ...foundation,
    outbox,
    live,
    access,
    keys,
    principals,
    search,
    embeddingModel: models?.embeddingModel ?? null,
    runLog,
    runs,
    rules,
    operations,
    works,
    persistedOperations: createPersistedOperations({ ...foundation, outbox, operations }),
    ports,
    plugins: plugins.catalogue,
    pluginChanges,
    pluginSwitches: tenantPlugins,
  };
  const subgraphs = modules.map((module) => ({ module, parts: module.create(platform) }));
  bind(subgraphs.flatMap(({ parts }) => parts.provides ?? []));
  const embedder = models?.embedder ? traceEmbedder(models.embedder, foundation.tracing) : null;
  const serviceParts: ServiceParts = {
    ...platform,
    capabilities,
    contributions,
    embedder,
    store: createStore({ database }),
    http,
    mail,
    hooks: createHooks({ ...foundation, keys, outbox }),
  };
  const buildCore = (names: ReadonlySet<string>): Promise<Subgraph[]> => {
    const core = subgraphs.filter(({ module }) => names.has(module.name));
    return Promise.all(core.map(({ module, parts }) => buildSubgraph(module.name, parts)));
  };
  const pluginSubgraph = rememberSubgraphs((plugin) => {
    const { manifest } = plugin.version;
    return plugin.subgraph((context, signal) => {
      tenantPlugins.expectEnabled(context.tenant, manifest.id);
      return bindServices(serviceParts, { plugin: manifest, context, signal });
    });
  });
  return {
    platform,
    plugins,
    atStart,
    pluginRecords: records,
    pluginChanges,
    tenantPlugins,
    serviceParts,
    pluginSubgraph,
    subgraphs,
    sinks: Object.assign({}, ...subgraphs.map(({ parts }) => parts.sinks ?? {})) as StepSinks,
    runnerParts: {
      ...serviceParts,
      outbox,
      runLog,
      rules,
      metrics,
      tracing: foundation.tracing,
      screening: screeningOf(plugins.screens, ports),
      models,
    },
    buildCore,
    async build(names) {
      const core = await buildCore(names);
      return names.has('plugins')
        ? [...core, ...plugins.plugins().flatMap((one) => pluginSubgraph(one) ?? [])]
        : core;
    },
    async close() {
      await tenantPlugins.stop();
      await mail.close();
      await models?.close();
      await search.close();
      await runLog.close();
      await live.close();
    },
  };
}

/** The trusted plugins as the operator wants them, loaded into this thread. */
async function pluginsAtStart({ database, config, log }: Foundation) {
  const { desired } = await new DesiredState(database).read();
  const atStart = await versionsAtStart(startPlaces(config), desired);
  if (atStart.trusted.length > 0) mapImports(packageUrl);
  const loaded = await Promise.all(
    atStart.enabled.map((version) =>
      hostPlugin(version).catch((err: unknown) => {
        // Without a shipped one the system is not what was tested; any other is missing until it is mended.
        if (version.source === 'SHIPPED') throw err;
        log.error({ err, plugin: version.plugin }, 'A trusted plugin could not be loaded');
        return null;
      }),
    ),
  );
  return { atStart, plugins: hostPlugins(loaded.filter((plugin) => plugin !== null)) };
}

/** Ports that subgraphs keep for each other: named while they are made, bound when all are. */
function latePorts(): { ports: SubgraphPorts; bind(provided: readonly Partial<SubgraphPorts>[]): void } {
  const bound: Partial<SubgraphPorts> = {};
  const ports = new Proxy(bound, {
    get(target, name: keyof SubgraphPorts) {
      const port = target[name];
      if (port === undefined)
        throw new AppError('INTERNAL', { reason: `no subgraph keeps the port ${String(name)}` });
      return port;
    },
  }) as SubgraphPorts;
  return { ports, bind: (provided) => void Object.assign(bound, ...provided) };
}
