import { join } from 'node:path';
import type { PluginVersion } from '#platform';
import { checkFiles } from '../check-files.js';
import { readManifest } from '../read-manifest.js';
import type { DesiredPlugin } from './desired-state.js';
import { shippedPlugins } from './discover.js';
import { contentHash, readPluginFiles } from './plugin-files.js';

/**
 * The versions that run in the threads of the host: the shipped plugins as they are deployed here, but for those that
 * the operator has disabled. No code is imported yet.
 * @throws AppError `PLUGIN_INVALID`: what is shipped has to be right
 */
export async function versionsAtStart(
  root: string,
  desired: readonly DesiredPlugin[],
): Promise<{ shipped: readonly PluginVersion[]; enabled: readonly PluginVersion[] }> {
  const names = [...(await shippedPlugins(root))].sort();
  const shipped = await Promise.all(names.map((name) => readShipped(root, name)));
  const isDisabled = (plugin: string) => desired.some((one) => one.plugin === plugin && !one.enabled);
  return { shipped, enabled: shipped.filter(({ plugin }) => !isDisabled(plugin)) };
}

async function readShipped(root: string, name: string): Promise<PluginVersion> {
  const folder = join(root, 'plugins', name);
  const [manifest, files] = await Promise.all([readManifest(folder, name), readPluginFiles(folder, name)]);
  checkFiles(manifest, files);
  return {
    plugin: name,
    version: manifest.version,
    hash: contentHash(files),
    manifest,
    source: 'SHIPPED',
    isolation: 'HOST',
    folder,
    code: join(root, 'dist/plugins', name),
  };
}
