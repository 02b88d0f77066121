import type { Logger, PluginVersion } from '#platform';
import type { DesiredState, VersionFinder } from '#platform/plugin-host/changes';
import { type OpenOperationRegistry, readPluginOperations } from '#platform/registry';

export interface OperationParts {
  readonly registry: Pick<OpenOperationRegistry, 'setPluginOperations'>;
  readonly state: DesiredState;
  readonly finder: VersionFinder;
  readonly shipped: readonly PluginVersion[];
  readonly log: Logger;
}

/** Registers the operations of the plugins that are enabled, and takes those of others back. */
export async function syncPluginOperations({
  registry,
  state,
  finder,
  shipped,
  log,
}: OperationParts): Promise<void> {
  const { desired } = await state.read();
  for (const { plugin, hash, enabled } of desired) {
    try {
      const deployed = shipped.find((one) => one.plugin === plugin);
      const version = enabled ? (deployed ?? (await finder.ready(hash))) : null;
      const operations = version?.folder ? await readPluginOperations(version.folder) : [];
      registry.setPluginOperations(plugin, operations);
    } catch (err) {
      log.warn({ err, plugin }, 'The operations of a plugin could not be registered');
    }
  }
}
