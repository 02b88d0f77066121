import type { HostedPlugin, PluginVersion } from '#platform';
import {
  hostPlugin,
  hostRemotePlugin,
  hostThreadPlugin,
  type PluginThreads,
  type RemoteParts,
} from '#platform/plugin-host';
import type { OpenPlugin } from '#platform/plugin-host/changes';
import type { WorkerThread } from '../worker.js';

export interface OpenerParts {
  readonly threads: PluginThreads;
  readonly worker: WorkerThread | null;
  readonly remote: RemoteParts;
  /** Whether the main thread uses plugins, too. */
  readonly hasGraph: boolean;
}

/** Loads a version for the threads of this process that use plugins. */
export async function openPlugin(version: PluginVersion, parts: OpenerParts): Promise<OpenPlugin> {
  const { threads, worker, remote, hasGraph } = parts;
  if (version.isolation === 'REMOTE') {
    const hosted = hostRemotePlugin(version, remote);
    return { hosted, health: () => hosted.health(), close: () => hosted.close() };
  }
  if (version.isolation === 'HOST') {
    const hosted = hasGraph ? await hostPlugin(version) : null;
    await worker?.plugins.open(version, null);
    return {
      hosted,
      health: () => hosted?.health() ?? null,
      close: () => closeAll(hosted, worker, version),
    };
  }
  const thread = await threads.start(version);
  try {
    const { description } = thread;
    const hosted = hasGraph ? await hostThreadPlugin({ version, description, port: thread.connect() }) : null;
    await worker?.plugins.open(version, { description, port: thread.connect() });
    return {
      hosted,
      health: () => thread.health(),
      async close() {
        await closeAll(hosted, worker, version);
        await thread.close();
      },
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

async function closeAll(
  hosted: HostedPlugin | null,
  worker: WorkerThread | null,
  { hash }: PluginVersion,
): Promise<void> {
  await hosted?.close();
  await worker?.plugins.close(hash);
}
