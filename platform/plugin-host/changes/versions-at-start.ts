import { join } from 'node:path';
import type { PluginVersion } from '#platform';
import { readVersion } from '../load-plugin.js';
import type { DesiredPlugin } from './desired-state.js';
import { discoverPlugin, type PluginPlaces, shippedPlugins } from './discover.js';
import { materialise } from './materialise.js';

export interface StartPlaces extends PluginPlaces {
  /** Where compiled versions lie on this machine. */
  readonly compiled: string;
  /** Ids of plugins that the operator trusts besides the shipped ones. */
  readonly trusted: readonly string[];
}

/** What may run in the threads of the host. */
export interface VersionsAtStart {
  /** The shipped plugins as they are deployed here, also those that are disabled. */
  readonly shipped: readonly PluginVersion[];
  /** Trusted ones that are enabled in the version that lies here. */
  readonly trusted: readonly PluginVersion[];
  /** All of these that are enabled. */
  readonly enabled: readonly PluginVersion[];
}

/**
 * The versions that run in the threads of the host from the start. No code is imported yet.
 * @throws AppError `PLUGIN_INVALID`: what is shipped has to be right
 */
export async function versionsAtStart(
  places: StartPlaces,
  desired: readonly DesiredPlugin[],
): Promise<VersionsAtStart> {
  const { root } = places;
  const names = [...(await shippedPlugins(root))].sort();
  const folders = { source: join(root, 'plugins'), code: join(root, 'dist/plugins') };
  const shipped = await Promise.all(names.map((name) => readVersion(folders, name)));
  const isDisabled = (plugin: string) => desired.some((one) => one.plugin === plugin && !one.enabled);
  const wanted = desired.filter(({ plugin, enabled }) => enabled && places.trusted.includes(plugin));
  const trusted = await Promise.all(
    wanted.filter(({ plugin }) => !names.includes(plugin)).map((one) => readTrusted(places, one)),
  );
  const present = trusted.filter((version) => version !== null);
  return {
    shipped,
    trusted: present,
    enabled: [...shipped.filter(({ plugin }) => !isDisabled(plugin)), ...present],
  };
}

/** Null when another content lies here than that which was enabled: that one runs in a thread of its own. */
async function readTrusted(
  places: StartPlaces,
  { plugin, hash }: DesiredPlugin,
): Promise<PluginVersion | null> {
  const { found } = await discoverPlugin(places, plugin);
  const version = found.find((one) => one.plugin === plugin && one.hash === hash);
  if (!version || version.manifest.remote) return null;
  const { files, ...known } = version;
  const folder = await materialise(places.compiled, version, async () => files);
  return { ...known, isolation: 'HOST', folder, code: folder };
}
