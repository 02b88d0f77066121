import { type AnyJob, AppError } from 'tributary/sdk';
import { addedFields, isEntityField } from './coordinates.js';
import { invalid } from './invalid.js';
import type { LoadedPlugin } from './load-plugin.js';

/** What a plugin brings must be what its manifest says, and need no more than it permits. */
export function checkContributions(plugin: LoadedPlugin): void {
  const { manifest, definition, prompts } = plugin;
  const { contributes } = manifest;
  const { capabilities = [], steps = [], screens = [], subgraph } = definition;
  const { jobs = [], works = [], evaluators = [], rules = [], provides = [] } = definition;
  const expectEqual = (field: string, declared: readonly string[], found: readonly string[]) => {
    const missing = declared.find((name) => !found.includes(name));
    const extra = found.find((name) => !declared.includes(name));
    const where = `contributes.${field}`;
    if (missing !== undefined)
      throw invalid(manifest.id, where, `${missing} is declared but not contributed; bring it or remove it`);
    if (extra !== undefined)
      throw invalid(manifest.id, where, `${extra} is contributed but not declared; add it`);
  };
  if (definition.manifest.id !== manifest.id || definition.manifest.version !== manifest.version) {
    throw invalid(manifest.id, 'index.ts', 'definePlugin was given another manifest; give it ./plugin.json');
  }
  const fields = subgraph ? addedFields(subgraph.typeDefs) : [];
  expectEqual(
    'capabilities',
    contributes.capabilities,
    capabilities.map(({ id }) => id),
  );
  expectEqual(
    'steps',
    contributes.steps.map(stepName),
    steps.map((step) => stepName({ step: step.step, capability: step.capability.id })),
  );
  expectEqual(
    'screens',
    contributes.screens,
    screens.map(({ id }) => id),
  );
  expectEqual(
    'events',
    contributes.events,
    [...capabilities, ...jobs].flatMap(({ on = [] }) => on),
  );
  expectEqual(
    'prompts',
    contributes.prompts,
    prompts.map(({ prompt }) => prompt),
  );
  expectEqual(
    'fields',
    contributes.fields,
    fields.map(({ coordinate }) => coordinate),
  );
  expectEqual(
    'jobs',
    contributes.jobs,
    jobs.map(({ id }) => id),
  );
  expectEqual(
    'works',
    contributes.works,
    works.map(({ id }) => id),
  );
  expectEqual(
    'evaluators',
    contributes.evaluators,
    evaluators.map(({ id }) => id),
  );
  expectEqual(
    'rules',
    contributes.rules,
    rules.map(({ kind }) => kind),
  );
  expectEqual(
    'services',
    contributes.services,
    provides.map(({ id }) => id),
  );
  const hard = fields.find((field) => isEntityField(field) && !field.nullable);
  if (hard)
    throw invalid(manifest.id, hard.coordinate, 'must be nullable: it is added to an entity; remove the !');
  for (const capability of capabilities) expectUsable(plugin, capability);
  for (const job of [...jobs, ...works]) expectNoModels(plugin, job);
  for (const { needs } of [...jobs, ...works, ...evaluators, ...provides]) expectPermitted(plugin, needs);
}

function expectUsable({ manifest }: LoadedPlugin, capability: Capability): void {
  const where = `capabilities.${capability.id}`;
  if (!capability.model && !capability.builtIn)
    throw invalid(manifest.id, where, 'has no engine; write model or builtIn');
  const shape = (capability.input as { shape?: Record<string, unknown> }).shape ?? {};
  const { text, threshold } = capability.semanticCache ?? {};
  if (text !== undefined && !(text in shape))
    throw invalid(
      manifest.id,
      where,
      `compares ${text} by meaning, which its input does not have; name a property`,
    );
  if (threshold !== undefined && !(threshold > 0 && threshold <= 1))
    throw invalid(manifest.id, where, 'has a threshold that no cosine reaches; write one above 0, up to 1');
  if ((capability.on?.length ?? 0) > 0 && !capability.documentsOf && !capability.inputOf) {
    if (!('documentId' in shape))
      throw invalid(manifest.id, where, 'runs on events and its input has no documentId; write inputOf');
  }
  expectPermitted({ manifest }, capability.needs);
}

function expectPermitted({ manifest }: Pick<LoadedPlugin, 'manifest'>, needs: readonly string[]): void {
  const denied = needs.find((name) => !manifest.permissions.includes(name));
  if (denied !== undefined) {
    throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin: manifest.id, permission: denied });
  }
}

/** What a model costs belongs to a run. */
function expectNoModels({ manifest }: LoadedPlugin, { id, needs }: Pick<AnyJob, 'id' | 'needs'>): void {
  if (needs.includes('models')) {
    throw invalid(manifest.id, `jobs.${id}`, 'a job has no models; let it run a capability by capabilities');
  }
}
type Capability = NonNullable<LoadedPlugin['definition']['capabilities']>[number];

/** No two plugins may bring the same capability, fill the same step or keep the same prompt. */
export function checkUnique(plugins: readonly Pick<LoadedPlugin, 'manifest'>[]): void {
  const seen = new Map<string, string>();
  for (const { manifest } of plugins) {
    const { capabilities, steps, prompts } = manifest.contributes;
    const names = [
      ...capabilities.map((id) => `the capability ${id}`),
      ...steps.map(({ step }) => `the step ${step}`),
      ...prompts.map((prompt) => `the prompt ${prompt}`),
    ];
    for (const name of names) {
      const other = seen.get(name);
      if (other !== undefined)
        throw invalid(manifest.id, 'contributes', `${name} belongs to ${other}; choose another`);
      seen.set(name, manifest.id);
    }
  }
}

const stepName = ({ step, capability }: { step: string; capability: string }) => `${step}=${capability}`;
