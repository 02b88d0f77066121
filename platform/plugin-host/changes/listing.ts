import type { RequestContext } from 'tributary/sdk';
import type { PluginHealth, PluginIsolation, PluginListing, PluginSwitches, PluginVersion } from '#platform';
import type { DesiredState } from './desired-state.js';
import type { KeptVersion, KeptVersions } from './kept-versions.js';
import type { IsOperator } from './operators.js';
import type { PluginProcesses, ProcessPlugin } from './processes.js';
import type { VersionFinder } from './version-finder.js';

export interface ListingParts {
  readonly state: DesiredState;
  readonly kept: KeptVersions;
  readonly finder: VersionFinder;
  readonly processes: PluginProcesses;
  readonly tenants: PluginSwitches;
  readonly isOperator: IsOperator;
  shipped(): readonly PluginVersion[];
}

const severity: Readonly<Record<PluginHealth['state'], number>> = { HEALTHY: 0, DEGRADED: 1, BROKEN: 2 };

/** Every plugin that is enabled, was enabled once, or lies on this machine, by id. */
export async function listPlugins(parts: ListingParts, context: RequestContext): Promise<PluginListing[]> {
  const mayManage = parts.isOperator(context);
  const [{ desired }, kept, alive, discovery] = await Promise.all([
    parts.state.read(),
    parts.kept.list(),
    parts.processes.alive(),
    mayManage ? parts.finder.onThisMachine() : { found: [], bad: [] },
  ]);
  const known = versionsByPlugin([...discovery.found, ...parts.shipped(), ...kept]);
  const loaded = alive.flatMap(({ plugins }) => plugins);
  return [...known]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([plugin, versions]): PluginListing[] => {
      const row = desired.find((one) => one.plugin === plugin);
      const shipped = parts.shipped().find((one) => one.plugin === plugin);
      const enabled = row?.enabled ?? shipped !== undefined;
      if (!enabled && !mayManage) return [];
      const hash = enabled ? (loadedHash(loaded, plugin) ?? row?.hash ?? shipped?.hash) : undefined;
      const shown = versions.find((one) => one.hash === hash) ?? versions[0];
      if (!shown) return [];
      const here = enabled ? loaded.filter((one) => one.plugin === plugin) : [];
      const error = here.find((one) => one.error !== null)?.error ?? null;
      return [
        {
          manifest: shown.manifest,
          hash: shown.hash,
          state: error ? 'FAILED' : enabled ? 'ENABLED' : 'DISABLED',
          source: shown.source,
          isolation: here[0]?.isolation ?? isolationOf(shown, parts.shipped()),
          enabledHere: enabled && !parts.tenants.isDisabled(context.tenant, plugin),
          health: shownHealth(worst(here), mayManage),
          error,
          versions: versions.slice(0, 20).map((one) => {
            return { version: one.version, hash: one.hash, enabled: enabled && one.hash === hash };
          }),
        },
      ];
    });
}

/** Newest first; each content once. */
function versionsByPlugin(all: readonly KeptVersion[]): Map<string, KeptVersion[]> {
  const known = new Map<string, KeptVersion[]>();
  for (const version of all) {
    const versions = known.get(version.plugin) ?? [];
    known.set(version.plugin, versions);
    if (!versions.some(({ hash }) => hash === version.hash)) versions.push(version);
  }
  return known;
}

function loadedHash(loaded: readonly ProcessPlugin[], plugin: string): string | undefined {
  return loaded.find((one) => one.plugin === plugin && one.state === 'LOADED')?.hash;
}

function isolationOf({ hash, manifest }: KeptVersion, shipped: readonly PluginVersion[]): PluginIsolation {
  if (manifest.remote) return 'REMOTE';
  return shipped.some((one) => one.hash === hash) ? 'HOST' : 'THREAD';
}

/** The words of a fault are the plugin's own, and may tell of other tenants. */
function shownHealth(health: PluginHealth | null, mayManage: boolean): PluginHealth | null {
  return health === null || mayManage ? health : { ...health, lastFault: null };
}

function worst(loaded: readonly ProcessPlugin[]): PluginHealth | null {
  const healths = loaded.flatMap(({ health }) => health ?? []);
  return healths.sort((a, b) => severity[b.state] - severity[a.state])[0] ?? null;
}
