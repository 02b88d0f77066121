import type { AnyCapability, CapabilityStep, Engine } from 'tributary/sdk';
import type { PluginCatalogue } from '#platform';
import type { LoadedPlugin } from './load-plugin.js';

/** A capability with the plugin that brings it. */
export interface LoadedCapability {
  readonly definition: AnyCapability;
  readonly plugin: LoadedPlugin['manifest'];
  /** The step that it fills, or null. */
  readonly step: CapabilityStep | null;
}

/** Finds capabilities by id or by step. */
export interface CapabilityLookup {
  capability(id: string): LoadedCapability | null;
  ofStep(step: CapabilityStep): LoadedCapability | null;
}

export function lookUp(plugins: readonly LoadedPlugin[]): CapabilityLookup {
  const loaded = capabilitiesOf(plugins);
  const byId = new Map(loaded.map((capability) => [capability.definition.id, capability]));
  return {
    capability: (id) => byId.get(id) ?? null,
    ofStep: (step) => loaded.find((capability) => capability.step === step) ?? null,
  };
}

export function catalogueOf(plugins: readonly LoadedPlugin[]): PluginCatalogue {
  const shown = plugins.map(({ manifest: { id, version, title, description, permissions } }) => ({
    id,
    version,
    title,
    description,
    trusted: true,
    permissions,
  }));
  const capabilities = capabilitiesOf(plugins).map(({ definition, plugin, step }) => ({
    id: definition.id,
    plugin: plugin.id,
    pluginVersion: plugin.version,
    description: definition.description,
    engines: enginesOf(definition),
    step,
  }));
  return { plugins: () => shown, capabilities: () => capabilities };
}

function capabilitiesOf(plugins: readonly LoadedPlugin[]): LoadedCapability[] {
  return plugins.flatMap(({ manifest, definition: { capabilities = [], steps = [] } }) =>
    capabilities.map((definition) => ({
      definition,
      plugin: manifest,
      step: steps.find(({ capability }) => capability.id === definition.id)?.step ?? null,
    })),
  );
}

function enginesOf({ model, builtIn }: AnyCapability): Engine[] {
  return [...(model ? ['MODEL' as const] : []), ...(builtIn ? ['BUILT_IN' as const] : [])];
}
