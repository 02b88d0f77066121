import type { AnyCapability, ScreenDefinition, StepDefinition } from './define-capability.js';
import type { AnyEvaluator } from './define-evaluator.js';
import type { AnyJob } from './define-job.js';
import type { AnyRule } from './define-rule.js';
import type { AnyService } from './define-service.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import type { AnyWork } from './define-work.js';
import type { ManifestInput } from './manifest.js';

/** What a plugin brings. Each must stand in `contributes` of its manifest, and the reverse. */
export interface Contributions {
  readonly capabilities?: readonly AnyCapability[];
  readonly steps?: readonly StepDefinition[];
  readonly screens?: readonly ScreenDefinition[];
  readonly jobs?: readonly AnyJob[];
  readonly works?: readonly AnyWork[];
  readonly evaluators?: readonly AnyEvaluator[];
  readonly rules?: readonly AnyRule[];
  /** Services for other plugins. */
  readonly provides?: readonly AnyService[];
  readonly subgraph?: SubgraphDefinition;
}

/** A plugin, as the host gets it. */
export interface PluginDefinition extends Contributions {
  readonly manifest: ManifestInput;
}

/** The default export of a plugin's `index.ts`. The contributions must equal the manifest's. Errors: none; the host checks. */
export function definePlugin(manifest: ManifestInput, contributions: Contributions): PluginDefinition {
  return Object.freeze({ manifest, ...contributions });
}
