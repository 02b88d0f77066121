import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, capabilitySteps, eventSchemas, type Manifest, manifestSchema, z } from 'tributary/sdk';
import { serviceNames } from './service-names.js';

/** The version of `tributary/sdk` that plugins are checked against. */
export const sdkVersion = '0.1.0';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

/**
 * Reads and checks `plugin.json`. No code of the plugin has run yet.
 * @throws AppError `PLUGIN_INVALID`, naming plugin and field
 */
export async function readManifest(folder: string, name: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'plugin.json'), 'utf8');
  const result = jsonText.pipe(manifestSchema).safeParse(text);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw invalid(name, issue?.path.join('.') || 'plugin.json', issue?.message ?? 'is not a manifest');
  }
  const manifest = result.data;
  if (manifest.id !== name) throw invalid(name, 'id', `is ${manifest.id}, the folder is ${name}`);
  if (!admits(manifest.sdk, sdkVersion)) {
    throw invalid(name, 'sdk', `${manifest.sdk} does not admit ${sdkVersion}; write ^${sdkVersion}`);
  }
  expectKnown(name, 'permissions', manifest.permissions, serviceNames);
  const { steps, events, capabilities } = manifest.contributes;
  expectKnown(
    name,
    'contributes.steps',
    steps.map(({ step }) => step),
    capabilitySteps,
  );
  expectKnown(
    name,
    'contributes.steps',
    steps.map(({ capability }) => capability),
    capabilities,
  );
  expectKnown(name, 'contributes.events', events, Object.keys(eventSchemas));
  return manifest;
}

/** A plugin that cannot be loaded: what is wrong, and in which field. */
export function invalid(plugin: string, field: string, reason: string, cause?: unknown): AppError {
  return new AppError('PLUGIN_INVALID', { plugin, field, reason: `${field}: ${reason}` }, { cause });
}

function expectKnown(
  plugin: string,
  field: string,
  values: readonly string[],
  known: readonly string[],
): void {
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) {
    throw invalid(plugin, field, `${unknown} is unknown; there are ${known.join(', ') || 'none'}`);
  }
}

/** Exact versions, `~` and `^`; below 1.0.0 the minor version may break, as in semantic versioning. */
function admits(range: string, version: string): boolean {
  if (range === '*') return true;
  const match = /^([~^]?)(\d+)\.(\d+)\.(\d+)$/.exec(range);
  if (!match) return false;
  const [, sign] = match;
  const wanted = match.slice(2).map(Number);
  const have = version.split('.').map(Number);
  const fixed = sign === '' ? 3 : sign === '~' || wanted[0] === 0 ? 2 : 1;
  if (wanted.slice(0, fixed).some((part, index) => part !== have[index])) return false;
  const difference = wanted.map((part, index) => (have[index] ?? 0) - part).find((step) => step !== 0);
  return (difference ?? 0) >= 0;
}
