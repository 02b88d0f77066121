import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttp, type Http } from '#platform/http';
import { createPluginIdentity } from '#platform/keys';
import { createPluginThreads, type PluginThreads } from '#platform/plugin-host';
import {
  ChangeProtocol,
  createPluginChanges,
  DesiredState,
  GraphJudge,
  operationsInUse,
  PluginFollower,
  PluginSite,
  type Publication,
  type VersionsAtStart,
  versionsAtStart,
} from '#platform/plugin-host/changes';
import type { Composer } from '../../gateway/index.js';
import type { Assembly } from '../assemble.js';
import type { Foundation } from '../foundation.js';
import type { WorkerThread } from '../worker.js';
import { composeForJudge } from './compose-for-judge.js';
import type { ProcessGraph } from './graph.js';
import { openPlugin } from './open-plugin.js';
import { startPlaces } from './places.js';
import { syncPluginOperations } from './plugin-operations.js';
import { type PluginRecords, pluginRecords } from './plugin-records.js';

export interface PluginsOptions {
  readonly foundation: Foundation;
  readonly roles: readonly string[];
  /** Null in a mere gateway or worker. */
  readonly assembly: Assembly | null;
  /** Null where no subgraph is served. */
  readonly graph: ProcessGraph | null;
  readonly worker: WorkerThread | null;
  /** Shared with the gateway of this process. */
  readonly composer: Composer;
}

export interface StartedPlugins {
  /** How the gateway of this process takes over what others serve. */
  bindSwap(swap: () => Promise<string | null>): void;
}

/** Longer than a gateway goes on with a graph that was replaced. */
const drainMs = 65_000;

/** Brings the plugins of this process to the desired state and keeps them there; makes changes where it is asked. */
export async function startPlugins(
  options: PluginsOptions,
): Promise<{ part: StartedPlugins; stop(): Promise<void> }> {
  const { foundation, roles, assembly } = options;
  const { database, log, registry, config } = foundation;
  const http = createHttp(config);
  const atStart = assembly?.atStart ?? (await readAtStart(foundation));
  const records = assembly?.pluginRecords ?? pluginRecords(foundation, http, atStart);
  const { state, finder, processes } = records;
  const threads = createPluginThreads({ log });
  const stopped = new AbortController();
  const site = siteOf(options, { atStart, threads, http, signal: stopped.signal });
  if (assembly && site) assembly.pluginChanges.bind(changesOf(options, assembly, site, records));
  let swap: () => Promise<string | null> = async () => null;
  const syncOperations = () =>
    syncPluginOperations({ registry, state, finder, shipped: atStart.shipped, log });
  const follower = new PluginFollower({
    database,
    state,
    processes,
    log,
    process: randomUUID(),
    name: `${roles.join(', ')} (process ${process.pid} on ${hostname()})`,
    roles,
    site,
    version: (hash) => finder.ready(hash),
    isShipped: (plugin) => atStart.shipped.some((one) => one.plugin === plugin),
    async swap() {
      await syncOperations();
      return swap();
    },
  });
  await follower.start();
  await syncOperations();
  return {
    part: {
      bindSwap(bound) {
        swap = bound;
      },
    },
    async stop() {
      stopped.abort();
      await follower.stop();
      await site?.close();
      await threads.close();
    },
  };
}

async function readAtStart({ config, database }: Foundation): Promise<VersionsAtStart> {
  const { desired } = await new DesiredState(database).read();
  return versionsAtStart(startPlaces(config), desired);
}

interface SiteOptions {
  atStart: VersionsAtStart;
  threads: PluginThreads;
  http: Http;
  signal: AbortSignal;
}

/** Null in a mere gateway, which uses no plugin. */
function siteOf(
  { foundation, assembly, graph, worker }: PluginsOptions,
  { atStart, threads, http, signal }: SiteOptions,
): PluginSite | null {
  if (!assembly && !worker) return null;
  const { log, master } = foundation;
  const host = assembly?.plugins ?? null;
  const isLoaded = (hash: string) => !host || host.plugins().some(({ version }) => version.hash === hash);
  const remote = { http, identity: createPluginIdentity(master), log };
  return new PluginSite({
    host,
    atStart: atStart.enabled.filter(({ hash }) => isLoaded(hash)),
    worker: worker?.plugins ?? null,
    log,
    open: (version) => openPlugin(version, { threads, worker, remote, hasGraph: assembly !== null }),
    publish: async (plugins) => graph?.publish(plugins) ?? shownElsewhere(signal),
  });
}

function changesOf(
  { foundation, graph, composer }: PluginsOptions,
  { platform, tenantPlugins, atStart }: Assembly,
  site: PluginSite,
  records: PluginRecords,
) {
  const { config, database, system, log, registry } = foundation;
  return createPluginChanges({
    ...records,
    database,
    outbox: platform.outbox,
    log,
    judge: new GraphJudge({
      // What the plugin itself brings goes or comes with it; whoever calls it is among the recent ones.
      operationsInUse: (plugin, fields) =>
        operationsInUse(system, () => registry.shared().filter((one) => one.plugin !== plugin), fields),
      sources: async () => (await graph?.sources()) ?? [],
      compose: composeForJudge(composer),
    }),
    protocol: new ChangeProtocol({ database, ...records }),
    tenants: tenantPlugins,
    site,
    allow: config.plugins.allow,
    shipped: () => atStart.shipped,
  });
}

/** A worker's plugins are shown by other processes: runs may come of them as long as those drain. */
function shownElsewhere(signal: AbortSignal): Publication {
  const drained = wait(drainMs, undefined, { ref: false, signal }).catch(() => undefined);
  return { generation: null, drained };
}
