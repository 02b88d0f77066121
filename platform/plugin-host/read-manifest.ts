import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, z } from 'tributary/sdk';
import { checkManifest, expectPlugin } from './check-manifest.js';
import { invalid } from './invalid.js';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

/**
 * Reads and checks the `plugin.json` of a folder of that name. No code of the plugin has run yet.
 * @throws AppError `PLUGIN_INVALID`, naming plugin, field and mend
 */
export async function readManifest(folder: string, name: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'plugin.json'), 'utf8').catch((cause: unknown) => {
    throw invalid(name, 'plugin.json', `cannot be read; write it into ${name}/`, cause);
  });
  const manifest = parseManifest(text, name);
  expectPlugin(
    manifest.id === name,
    name,
    'id',
    `is ${manifest.id}, the folder is ${name}; let them be the same`,
  );
  return manifest;
}

/**
 * Checks a manifest that was read from anywhere; `origin` (a folder, package or address) stands in the messages until
 * the id is known.
 * @throws AppError `PLUGIN_INVALID`, naming plugin, field and mend
 */
export function parseManifest(text: string, origin: string): Manifest {
  const parsed = jsonText.safeParse(text);
  if (!parsed.success) throw invalid(origin, 'plugin.json', 'is not JSON; correct its syntax');
  return checkManifest(parsed.data, origin);
}
