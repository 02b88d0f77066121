import type { EventHandler, HostedPlugin, PluginCatalogue, Subgraph } from '#platform';
import {
  type CapabilityLookup,
  capabilitiesOf,
  catalogueOf,
  type LoadedCapability,
  lookUp,
} from './catalogue.js';
import { checkUnique } from './contributions.js';
import { bindEvents, type EventBinding } from './event-bindings.js';
import { hostPlugin } from './host-plugin.js';
import { type PluginFolders, readVersions } from './load-plugin.js';
import type { PluginScreen } from './screens.js';
import { bindServices } from './services/bind-services.js';
import type { ServiceParts } from './services/service-parts.js';
import { VersionsInUse } from './versions-in-use.js';

/**
 * The plugins of this thread and what they contribute. Everything it gives is live: it shows the plugins as they are
 * when it is asked.
 */
export interface PluginHost {
  readonly catalogue: PluginCatalogue;
  readonly capabilities: CapabilityLookup;
  /** The screens of all plugins, as they are now. */
  screens(): readonly PluginScreen[];
  /** The prompt files of all plugins, to be seeded. */
  readonly prompts: HostedPlugin['prompts'];
  plugins(): readonly HostedPlugin[];
  /**
   * Takes a version up; one of the same plugin goes, and is returned. Runs that hold that one keep it.
   * @throws AppError `PLUGIN_INVALID` when it brings what another plugin has
   */
  add(plugin: HostedPlugin): HostedPlugin | null;
  /** What new runs no longer find; the caller closes it when it is drained. */
  remove(id: string): HostedPlugin | null;
  /** Resolves when no run uses that version any more. */
  drained(hash: string): Promise<void>;
  /** The subgraphs of the plugins that have one; their resolvers use these parts. */
  subgraphs(parts: ServiceParts): Subgraph[];
  /** The jobs that events start. For the worker. */
  eventHandlers(binding: EventBinding): EventHandler[];
}

/**
 * Loads the plugins below a folder into this thread. Manifests are checked before any code is imported.
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`
 */
export async function createPluginHost(folders: PluginFolders): Promise<PluginHost> {
  const versions = await readVersions(folders);
  return hostPlugins(await Promise.all(versions.map(hostPlugin)));
}

/** A host of these plugins, in the order of their ids. */
export function hostPlugins(first: readonly HostedPlugin[]): PluginHost {
  const inUse = new VersionsInUse();
  let state = stateOf(first, inUse);
  const replace = (id: string, plugin: HostedPlugin | null): HostedPlugin | null => {
    const before = state.plugins.find(({ version }) => version.plugin === id) ?? null;
    const others = state.plugins.filter((one) => one !== before);
    state = stateOf(plugin ? [...others, plugin] : others, inUse);
    return before;
  };
  return {
    catalogue: {
      plugins: () => state.catalogue.plugins(),
      capabilities: () => state.catalogue.capabilities(),
    },
    capabilities: {
      capability: (id) => state.lookup.capability(id),
      ofStep: (step) => state.lookup.ofStep(step),
    },
    screens: () => state.screens,
    get prompts() {
      return state.plugins.flatMap(({ prompts }) => prompts);
    },
    plugins: () => state.plugins,
    add: (plugin) => replace(plugin.version.plugin, plugin),
    remove: (id) => replace(id, null),
    drained: (hash) => inUse.drained(hash),
    subgraphs: (parts) => state.plugins.flatMap((plugin) => subgraphOf(plugin, parts) ?? []),
    eventHandlers: (binding) => bindEvents(state.plugins, binding),
  };
}

function stateOf(plugins: readonly HostedPlugin[], inUse: VersionsInUse) {
  const sorted = [...plugins].sort((a, b) => (a.version.plugin < b.version.plugin ? -1 : 1));
  checkUnique(sorted.map(({ version }) => version));
  const capabilities: LoadedCapability[] = sorted.flatMap((plugin) =>
    capabilitiesOf(plugin, () => inUse.hold(plugin.version.hash)),
  );
  return {
    plugins: sorted,
    lookup: lookUp(capabilities),
    catalogue: catalogueOf(sorted, capabilities),
    screens: sorted.flatMap(({ version, screens }) =>
      screens.map((screen) => ({ plugin: version.plugin, screen })),
    ),
  };
}

/** The subgraph of a plugin; its resolvers get the services that its manifest permits. Null when it has none. */
function subgraphOf({ version, subgraph }: HostedPlugin, parts: ServiceParts): Subgraph | null {
  const { manifest } = version;
  return subgraph((context, signal) => bindServices(parts, { plugin: manifest, context, signal }));
}
