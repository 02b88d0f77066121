import type { Access, CapabilityRunner, Database, EventHandler, PluginCatalogue, Screening } from '#platform';
import type { BuiltSubgraph } from '#platform/graph';
import { type CapabilityLookup, catalogueOf, lookUp } from './catalogue.js';
import { checkUnique } from './contributions.js';
import { bindEvents } from './event-bindings.js';
import { type LoadedPlugin, loadPlugins, type PluginFolders } from './load-plugin.js';
import type { PromptFile } from './prompt-files.js';
import { joinScreens } from './screens.js';
import type { ServiceParts } from './services/service-parts.js';
import { buildPluginSubgraph } from './subgraph.js';

/** The plugins of this thread and what they contribute. */
export interface PluginHost {
  readonly catalogue: PluginCatalogue;
  readonly capabilities: CapabilityLookup;
  readonly screening: Screening;
  /** The prompt files of all plugins, to be seeded. */
  readonly prompts: readonly PromptFile[];
  /** The subgraphs of the plugins that have one; their resolvers use these parts. */
  subgraphs(parts: ServiceParts): BuiltSubgraph[];
  /** The jobs that events start. For the worker. */
  eventHandlers(binding: { runner: CapabilityRunner; database: Database; access: Access }): EventHandler[];
}

/**
 * Loads the plugins below a folder. Manifests are checked before any code is imported.
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`
 */
export async function createPluginHost(folders: PluginFolders): Promise<PluginHost> {
  const plugins = await loadPlugins(folders);
  checkUnique(plugins);
  return {
    catalogue: catalogueOf(plugins),
    capabilities: lookUp(plugins),
    screening: joinScreens(plugins.flatMap(({ definition }) => definition.screens ?? [])),
    prompts: plugins.flatMap(({ prompts }) => prompts),
    subgraphs: (parts) => plugins.flatMap((plugin) => subgraphOf(plugin, parts)),
    eventHandlers: (binding) => bindEvents(plugins, binding),
  };
}

function subgraphOf(plugin: LoadedPlugin, parts: ServiceParts): BuiltSubgraph[] {
  const built = buildPluginSubgraph(plugin, parts);
  return built ? [built] : [];
}
