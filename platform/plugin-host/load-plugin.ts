import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError, type Manifest, type PluginDefinition, z } from 'tributary/sdk';
import { checkContributions } from './contributions.js';
import { invalid } from './invalid.js';
import { type PromptFile, readPrompts } from './prompt-files.js';
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

/** Loads every plugin of a folder in the order of their ids; all manifests are checked before any code is imported. */
export async function loadPlugins(folders: PluginFolders): Promise<LoadedPlugin[]> {
  const names = await pluginNames(folders.source);
  const manifests = await Promise.all(names.map((name) => readManifest(join(folders.source, name), name)));
  return Promise.all(manifests.map((manifest) => loadPlugin(folders, manifest)));
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

async function loadPlugin(folders: PluginFolders, manifest: Manifest): Promise<LoadedPlugin> {
  const [definition, prompts] = await Promise.all([
    importDefinition(join(folders.code, manifest.id, 'index.js'), manifest.id),
    readPrompts(join(folders.source, manifest.id), manifest.id),
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
