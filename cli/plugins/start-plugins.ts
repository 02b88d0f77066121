import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttp } from '#platform/http';
import { createPluginIdentity } from '#platform/keys';
import { createPluginThreads } from '#platform/plugin-host';
import {
  ChangeProtocol,
  createPluginChanges,
  DesiredState,
  GraphJudge,
  KeptVersions,
  operationsInUse,
  PluginFollower,
  PluginProcesses,
  PluginSite,
  type Publication,
  VersionFinder,
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

export interface PluginsOptions {
  readonly foundation: Foundation;
  readonly roles: readonly string[];
  /** Null in a mere gateway or worker. */
  readonly assembly: Assembly | null;
  /** Null where no plugin's fields are served. */
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
  const { foundation, roles, assembly, graph, worker, composer } = options;
  const { config, database, system, log, registry } = foundation;
  const state = new DesiredState(database);
  const places = startPlaces(config);
  const { shipped, trusted, enabled } =
    assembly?.atStart ?? (await versionsAtStart(places, (await state.read()).desired));
  const kept = new KeptVersions(database);
  const processes = new PluginProcesses(database);
  const http = createHttp(config);
  const finder = new VersionFinder({
    places,
    folder: places.compiled,
    kept,
    http,
    atStart: new Map([...shipped, ...trusted].map((version) => [version.hash, version])),
  });
  const isLoaded = (hash: string) =>
    !assembly || assembly.plugins.plugins().some(({ version }) => version.hash === hash);
  const threads = createPluginThreads({ log });
  const stopped = new AbortController();
  const usesPlugins = assembly !== null || worker !== null;
  const site = usesPlugins
    ? new PluginSite({
        host: assembly?.plugins ?? null,
        atStart: enabled.filter(({ hash }) => isLoaded(hash)),
        worker: worker?.plugins ?? null,
        log,
        open: (version) =>
          openPlugin(version, {
            threads,
            worker,
            remote: { http, identity: createPluginIdentity(foundation.master), log },
            hasGraph: assembly !== null,
          }),
        publish: async (plugins) => graph?.publish(plugins) ?? shownElsewhere(stopped.signal),
      })
    : null;
  let swap: () => Promise<string | null> = async () => null;
  const syncOperations = () => syncPluginOperations({ registry, state, finder, shipped, log });
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
    isShipped: (plugin) => shipped.some((one) => one.plugin === plugin),
    async swap() {
      await syncOperations();
      return swap();
    },
  });
  if (assembly && site) {
    const { tenantPlugins } = assembly;
    assembly.pluginChanges.bind(
      createPluginChanges({
        database,
        outbox: assembly.platform.outbox,
        log,
        state,
        kept,
        finder,
        processes,
        judge: new GraphJudge({
          // What the plugin itself brings goes or comes with it; whoever calls it is among the recent ones.
          operationsInUse: (plugin, fields) =>
            operationsInUse(system, () => registry.shared().filter((one) => one.plugin !== plugin), fields),
          sources: async () => (await graph?.sources()) ?? [],
          compose: composeForJudge(composer),
        }),
        protocol: new ChangeProtocol({ database, state, processes }),
        tenants: tenantPlugins,
        site,
        allow: config.plugins.allow,
        shipped: () => shipped,
      }),
    );
  }
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

/** A worker's plugins are shown by other processes: runs may come of them as long as those drain. */
function shownElsewhere(signal: AbortSignal): Publication {
  const drained = wait(drainMs, undefined, { ref: false, signal }).catch(() => undefined);
  return { generation: null, drained };
}
