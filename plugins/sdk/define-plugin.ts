import type { AnyCapability, ScreenDefinition, StepDefinition } from './define-capability.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import type { ManifestInput } from './manifest.js';

export interface Contributions {
  readonly capabilities?: readonly AnyCapability[];
  readonly steps?: readonly StepDefinition[];
  readonly screens?: readonly ScreenDefinition[];
  readonly subgraph?: SubgraphDefinition;
}

export interface PluginDefinition extends Contributions {
  readonly manifest: ManifestInput;
}

/** The default export of a plugin's `index.ts`. The contributions must equal the manifest's. */
export function definePlugin(manifest: ManifestInput, contributions: Contributions): PluginDefinition {
  return Object.freeze({ manifest, ...contributions });
}
