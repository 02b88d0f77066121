import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { capabilitySteps, eventSchemas, type Manifest, manifestSchema, type z } from 'tributary/sdk';
import { checkSettingsSchema } from './check-settings-schema.js';
import { invalid } from './invalid.js';
import { serviceNames } from './services/service-names.js';

/** The version of `tributary/sdk` that plugins are checked against. */
export const sdkVersion = '0.1.0';

/**
 * Checks what a `plugin.json` holds.
 * @throws AppError `PLUGIN_INVALID`, naming plugin, field and mend
 */
export function checkManifest(data: unknown, origin: string): Manifest {
  const result = manifestSchema.safeParse(data);
  if (!result.success) {
    const { field, reason } = explain(result.error);
    throw invalid(idOf(data) ?? origin, field, reason);
  }
  const manifest = result.data;
  checkVersions(manifest);
  checkPermissions(manifest);
  checkContributes(manifest);
  if (manifest.settings) checkSettingsSchema(manifest.id, manifest.settings);
  return manifest;
}

/** Whether a range of npm admits a version; pre-releases count as what they precede. */
export function admits(range: string, version: string): boolean {
  return satisfies(version, range, { includePrerelease: true });
}

/** @throws AppError `PLUGIN_INVALID` */
export function expectPlugin(holds: boolean, plugin: string, field: string, reason: string): void {
  if (!holds) throw invalid(plugin, field, reason);
}

function checkVersions({ id, sdk, dependencies }: Manifest): void {
  const mend = `write ^${sdkVersion}`;
  expectPlugin(validRange(sdk) !== null, id, 'sdk', `${sdk} is not a range of versions; ${mend}`);
  expectPlugin(admits(sdk, sdkVersion), id, 'sdk', `${sdk} does not admit ${sdkVersion}; ${mend}`);
  for (const [other, range] of Object.entries(dependencies)) {
    const field = `dependencies.${other}`;
    expectPlugin(other !== id, id, field, 'a plugin cannot depend on itself; remove it');
    expectPlugin(validRange(range) !== null, id, field, `${range} is not a range of versions; write ^1.0.0`);
  }
}

function checkPermissions({ id, permissions, dependencies }: Manifest): void {
  const ofOthers = permissions.filter((name) => name.includes('.'));
  expectKnown(
    id,
    'permissions',
    permissions.filter((name) => !ofOthers.includes(name)),
    serviceNames,
  );
  for (const name of ofOthers) {
    const [provider = ''] = name.split('.');
    const mend = `add ${provider} to dependencies`;
    expectPlugin(Object.hasOwn(dependencies, provider), id, 'permissions', `${name}: ${mend}`);
  }
}

function checkContributes({ id, contributes }: Manifest): void {
  const { steps, events, capabilities, publishes } = contributes;
  expectKnown(
    id,
    'contributes.steps',
    steps.map(({ step }) => step),
    capabilitySteps,
  );
  expectKnown(
    id,
    'contributes.steps',
    steps.map(({ capability }) => capability),
    capabilities,
  );
  expectKnown(id, 'contributes.events', events, Object.keys(eventSchemas));
  expectKnown(id, 'contributes.publishes', publishes, Object.keys(eventSchemas));
  for (const key of ['jobs', 'works', 'evaluators', 'rules', 'services', 'publishes'] as const) {
    const field = `contributes.${key}`;
    for (const name of contributes[key]) {
      const isOwn = name.startsWith(`${id}.`) && /^[a-z][a-z0-9.-]*$/.test(name);
      expectPlugin(
        isOwn,
        id,
        field,
        `${name} is not a name of this plugin; write ${id}.<name> in lower case`,
      );
    }
  }
  for (const [key, value] of Object.entries(contributes)) {
    const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    expectPlugin(twice === undefined, id, `contributes.${key}`, `${twice} stands there twice; remove one`);
  }
}

function expectKnown(
  plugin: string,
  field: string,
  values: readonly string[],
  known: readonly string[],
): void {
  const unknown = values.find((value) => !known.includes(value));
  if (unknown === undefined) return;
  throw invalid(plugin, field, `${unknown} is unknown; there are ${known.join(', ') || 'none'}`);
}

/** The first thing that is wrong, and how to mend it. */
function explain({ issues: [issue] }: z.ZodError): { field: string; reason: string } {
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const key = [path, issue.keys[0]].filter(Boolean).join('.');
    return { field: key, reason: 'is unknown; remove it, or see schema/plugin.schema.json' };
  }
  if (issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return { field: path || 'plugin.json', reason: `is missing; add it (${issue.expected})` };
  }
  return { field: path || 'plugin.json', reason: `${issue?.message}; see schema/plugin.schema.json` };
}

function idOf(data: unknown): string | null {
  const id: unknown = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
  return typeof id === 'string' && manifestSchema.shape.id.safeParse(id).success ? id : null;
}
