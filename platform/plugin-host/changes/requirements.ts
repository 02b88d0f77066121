import type { Manifest } from 'tributary/sdk';
import type { PluginCulprit, PluginSource } from '#platform';
import { admits } from '../check-manifest.js';

/** A plugin as others depend on it. */
export type Dependent = Pick<Manifest, 'id' | 'version' | 'dependencies'>;

/**
 * The plugins that `candidate` needs and that are not enabled in a fitting version, and the enabled ones that would not
 * work with this version of it.
 */
export function missingForEnable(candidate: Dependent, enabled: readonly Dependent[]): PluginCulprit[] {
  const others = enabled.filter(({ id }) => id !== candidate.id);
  const missing = Object.entries(candidate.dependencies).flatMap(([id, range]) => {
    const found = others.find((other) => other.id === id);
    if (found && admits(range, found.version)) return [];
    const state = found ? `is enabled in version ${found.version}` : 'is not enabled';
    return [
      culprit(
        candidate.id,
        `${candidate.id} needs ${id} ${range}, which ${state}.`,
        `Enable ${id} ${range} first.`,
      ),
    ];
  });
  const left = others.flatMap(({ id, dependencies }) => {
    const range = dependencies[candidate.id];
    if (range === undefined || admits(range, candidate.version)) return [];
    const message = `${id} needs ${candidate.id} ${range}, not ${candidate.version}.`;
    return [culprit(id, message, `Upgrade or disable ${id} first.`)];
  });
  return [...missing, ...left];
}

/** The enabled plugins that need this one. */
export function missingForDisable(plugin: string, enabled: readonly Dependent[]): PluginCulprit[] {
  return enabled
    .filter(({ id, dependencies }) => id !== plugin && Object.hasOwn(dependencies, plugin))
    .map(({ id, dependencies }) =>
      culprit(id, `${id} needs ${plugin} ${dependencies[plugin]}.`, `Disable ${id} first.`),
    );
}

/** The permissions that the operator does not allow plugins which are not shipped. */
export function deniedPermissions(
  { id, permissions }: Pick<Manifest, 'id' | 'permissions'>,
  source: PluginSource,
  allow: readonly string[],
): PluginCulprit[] {
  if (source === 'SHIPPED' || allow.includes('*')) return [];
  return permissions
    .filter((permission) => !permission.includes('.') && !allow.includes(permission))
    .map((permission) => ({
      plugin: id,
      coordinate: `permissions.${permission}`,
      operation: null,
      message: `The operator does not allow the service ${permission}.`,
      hint: `Remove it from permissions of plugin.json, or add it to PLUGINS_ALLOW.`,
    }));
}

function culprit(plugin: string, message: string, hint: string): PluginCulprit {
  return { plugin, coordinate: null, operation: null, message, hint };
}
