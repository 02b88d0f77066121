import type { CapabilityStep, Manifest } from 'tributary/sdk';
import type {
  CapabilityDescription,
  HostedCapability,
  HostedPlugin,
  PluginCatalogue,
  PluginVersion,
} from '#platform';

/** A capability with the version of the plugin that brings it. */
export interface LoadedCapability {
  readonly definition: CapabilityDescription;
  readonly hosted: HostedCapability;
  readonly plugin: Manifest;
  readonly version: PluginVersion;
  /** The step that it fills, or null. */
  readonly step: CapabilityStep | null;
  /** Keeps this version until the returned function is called: it is not drained before. */
  hold(): () => void;
}

/** Finds capabilities by id or by step, always of the plugins as they are now. */
export interface CapabilityLookup {
  capability(id: string): LoadedCapability | null;
  ofStep(step: CapabilityStep): LoadedCapability | null;
}

export function lookUp(loaded: readonly LoadedCapability[]): CapabilityLookup {
  const byId = new Map(loaded.map((capability) => [capability.definition.id, capability]));
  const bySteps = new Map(loaded.map((capability) => [capability.step, capability]));
  return {
    capability: (id) => byId.get(id) ?? null,
    ofStep: (step) => bySteps.get(step) ?? null,
  };
}

export function catalogueOf(
  plugins: readonly HostedPlugin[],
  capabilities: readonly LoadedCapability[],
): PluginCatalogue {
  const shown = plugins.map(({ version: { manifest, isolation } }) => ({
    id: manifest.id,
    version: manifest.version,
    title: manifest.title,
    description: manifest.description,
    trusted: isolation === 'HOST',
    permissions: manifest.permissions,
    settings: manifest.settings,
  }));
  const found = capabilities.map(({ definition, plugin, step }) => ({
    id: definition.id,
    plugin: plugin.id,
    pluginVersion: plugin.version,
    description: definition.description,
    engines: definition.engines,
    step,
  }));
  return { plugins: () => shown, capabilities: () => found };
}

/** The capabilities of a hosted version; `hold` is its own. */
export function capabilitiesOf(plugin: HostedPlugin, hold: () => () => void): LoadedCapability[] {
  const { version, capabilities } = plugin;
  const { manifest } = version;
  return capabilities.map((hosted) => {
    const { description: definition } = hosted;
    const filled = manifest.contributes.steps.find(({ capability }) => capability === definition.id);
    const step = (filled?.step ?? null) as CapabilityStep | null;
    return { definition, hosted, plugin: manifest, version, step, hold };
  });
}
