import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError, type Manifest, type PluginDefinition, z } from 'tributary/sdk';
import type { PluginVersion } from '#platform';
import { contentHash, readPluginFiles } from './changes/plugin-files.js';
import { checkFiles } from './check-files.js';
import { checkContributions } from './contributions.js';
import { invalid } from './invalid.js';
import { type PromptFile, readPrompts } from './prompts/prompt-files.js';
import { readManifest } from './read-manifest.js';

/** A plugin whose manifest was checked and whose code was imported. */
export interface LoadedPlugin {
  readonly manifest: Manifest;
  readonly definition: PluginDefinition;
  readonly prompts: readonly PromptFile[];
}

/** Where plugins lie: manifests and prompts in `source`, compiled code in `code`. */
export interface PluginFolders {
  readonly source: string;
  readonly code: string;
}

/** Every plugin of a folder in the order of their ids, with its manifest checked; no code is imported. */
export async function readVersions(folders: PluginFolders): Promise<PluginVersion[]> {
  const names = await pluginNames(folders.source);
  return Promise.all(names.map((name) => readVersion(folders, name)));
}

/**
 * One shipped plugin with its manifest checked; no code is imported.
 * @throws AppError `PLUGIN_INVALID`
 */
export async function readVersion({ source, code }: PluginFolders, name: string): Promise<PluginVersion> {
  const folder = join(source, name);
  const [manifest, files] = await Promise.all([readManifest(folder, name), readPluginFiles(folder, name)]);
  checkFiles(manifest, files);
  return {
    plugin: manifest.id,
    version: manifest.version,
    hash: contentHash(files),
    manifest,
    source: 'SHIPPED',
    isolation: 'HOST',
    folder,
    code: join(code, name),
  };
}

/** The folders that are plugins: those with a manifest. */
export async function pluginNames(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'sdk')
    .map(({ name }) => name);
  const files = await Promise.all(names.map((name) => readdir(join(source, name))));
  return names.filter((_, index) => files[index]?.includes('plugin.json')).sort();
}

/**
 * Imports the code of a version into this thread and checks what it contributes.
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`
 */
export async function importPlugin(version: PluginVersion): Promise<LoadedPlugin> {
  const { manifest, folder, code } = version;
  if (folder === null || code === null) throw invalid(manifest.id, 'remote', 'its code is elsewhere');
  const [definition, prompts] = await Promise.all([
    importDefinition(join(code, 'index.js'), manifest.id),
    readPrompts(folder, manifest.id),
  ]);
  const plugin = { manifest, definition, prompts };
  checkContributions(plugin);
  return plugin;
}

const definitionShape = z.looseObject({ manifest: z.looseObject({ id: z.string(), version: z.string() }) });

async function importDefinition(file: string, plugin: string): Promise<PluginDefinition> {
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw invalid(
      plugin,
      'index.ts',
      `cannot be imported: ${cause instanceof Error ? cause.message : ''}`,
      cause,
    );
  }
  if (!definitionShape.safeParse(module.default).success) {
    throw invalid(plugin, 'index.ts', 'has no default export made by definePlugin');
  }
  return module.default as PluginDefinition;
}
