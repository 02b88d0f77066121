import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError, type Manifest, type PluginDefinition } from 'tributary/sdk';
import type { HostedPlugin } from '#platform';
import { repositoryRoot } from '#platform/config';
import { hostPlugin, readManifest } from '#platform/plugin-host';
import { contentHash, readPluginFiles } from '#platform/plugin-host/changes';

/** A plugin whose manifest was checked; its code is imported when it is asked for. */
export interface PluginUnderTest {
  readonly manifest: Manifest;
  /** Where `plugin.json`, `README.md` and `prompts/` lie. */
  readonly folder: string;
  /** Where the compiled `index.js` lies. */
  readonly code: string;
  definition(): Promise<PluginDefinition>;
  /** Hosts it in this thread, checked. Errors: `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`. */
  host(): Promise<HostedPlugin>;
}

/** A plugin's folder, a file in it, or the definition of one that lies in `plugins/`. */
export type PluginPlace = string | URL | PluginDefinition;

/**
 * Finds the plugin that a file or folder belongs to. Below `dist` stands what was compiled: the rest stands where its
 * source does.
 * @throws AppError `PLUGIN_INVALID`, naming the field
 */
export async function readPlugin(place: PluginPlace): Promise<PluginUnderTest> {
  const { folder, code } = foldersOf(place);
  const manifest = await readManifest(folder, folder.split(sep).at(-1) ?? '');
  return {
    manifest,
    folder,
    code,
    async definition() {
      const module = (await import(pathToFileURL(join(code, 'index.js')).href)) as {
        default: PluginDefinition;
      };
      return module.default;
    },
    async host() {
      const { id, version } = manifest;
      const hash = contentHash(await readPluginFiles(folder, id));
      const facts = { plugin: id, version, hash, manifest, folder, code };
      return hostPlugin({ ...facts, source: 'FOLDER', isolation: 'HOST' });
    },
  };
}

/** The folders of the plugin's sources and of its compiled code. */
export function foldersOf(place: PluginPlace): { folder: string; code: string } {
  if (typeof place === 'object' && 'manifest' in place) {
    return foldersOf(join(repositoryRoot, 'plugins', place.manifest.id));
  }
  const path = place instanceof URL || place.startsWith('file:') ? fileURLToPath(place) : place;
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const source = sourceOf(at);
    if (existsSync(join(source, 'plugin.json'))) return { folder: source, code: codeOf(at) };
    // A plugin from elsewhere that was compiled to be tested.
    if (existsSync(join(at, 'plugin.json'))) return { folder: at, code: at };
  }
  throw new AppError('NOT_FOUND', { thing: `A plugin.json at or above ${path}` });
}

const compiled = join(repositoryRoot, 'dist');

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..');
};

function sourceOf(folder: string): string {
  return isInside(compiled, folder) ? join(repositoryRoot, relative(compiled, folder)) : folder;
}

/** Sources of the repository are compiled to `dist`; elsewhere code stands beside its manifest. */
function codeOf(folder: string): string {
  const isSource = isInside(repositoryRoot, folder) && !isInside(compiled, folder);
  return isSource ? join(compiled, relative(repositoryRoot, folder)) : folder;
}
