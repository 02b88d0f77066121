import { setFlagsFromString } from 'node:v8';
import type { Logger, PluginVersion } from '#platform';
import { defaultLimits, type PluginLimits } from './limits.js';
import { Supervisor, type ThreadHandle } from './supervisor.js';

/** The threads of plugins of this process. They belong to the main thread. */
export interface PluginThreads {
  /**
   * Starts the version in a thread of its own; its code runs nowhere else.
   * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`, `PLUGIN_TIMEOUT`, `PLUGIN_MEMORY`, `PLUGIN_FAULT`
   */
  start(version: PluginVersion): Promise<ThreadHandle>;
  close(): Promise<void>;
}

/** How often every thread is looked at. */
const lookMs = 100;

/**
 * V8 leaves the check for interrupts out of loops that it takes for short ones, `for (;;) new Array(500).fill(1)` among
 * them: such a thread could neither be measured nor ended, and took the process with it when memory was gone. The check
 * is lost in this phase of the optimizer; code that is compiled from now on goes without it.
 */
function keepInterruptible(): void {
  setFlagsFromString('--no-turboshaft-loop-unrolling');
}

/** Nothing runs and nothing is started before the first plugin is. */
export function createPluginThreads({
  log,
  limits = defaultLimits,
}: {
  log: Logger;
  limits?: PluginLimits;
}): PluginThreads {
  const supervisors = new Set<Supervisor>();
  let looking: NodeJS.Timeout | null = null;
  const look = () => {
    for (const supervisor of supervisors) supervisor.look(lookMs);
  };
  const remove = async (supervisor: Supervisor) => {
    supervisors.delete(supervisor);
    if (supervisors.size === 0 && looking) {
      clearInterval(looking);
      looking = null;
    }
    await supervisor.close();
  };
  return {
    async start(version) {
      keepInterruptible();
      const supervisor = new Supervisor({ version, limits, log });
      supervisors.add(supervisor);
      if (!looking) {
        looking = setInterval(look, lookMs);
        looking.unref();
      }
      try {
        const description = await supervisor.start();
        return {
          version,
          description,
          connect: () => supervisor.connect(),
          health: () => supervisor.health(),
          close: () => remove(supervisor),
        };
      } catch (error) {
        await remove(supervisor);
        throw error;
      }
    },
    async close() {
      await Promise.all([...supervisors].map(remove));
    },
  };
}
