import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, z } from 'tributary/sdk';
import type { PluginSource, PluginVersion } from '#platform';
import { checkFiles } from '../check-files.js';
import { parseManifest } from '../read-manifest.js';
import { contentHash, type PluginFiles, readPluginFiles } from './plugin-files.js';

/** Where plugins are looked for. */
export interface PluginPlaces {
  /** Holds `package.json` with the list of the shipped plugins, `plugins/` and `node_modules/`. */
  readonly root: string;
  /** A further folder of plugins. */
  readonly folder: string | null;
}

/** A version that lies on this machine; its code is compiled and kept when it is enabled. */
export interface FoundVersion extends Omit<PluginVersion, 'isolation' | 'code' | 'folder'> {
  readonly folder: string;
  readonly files: PluginFiles;
}

/** What looks like a plugin and is none. */
export interface BadPlugin {
  readonly plugin: string;
  readonly source: PluginSource;
  readonly error: AppError;
}

export interface Discovery {
  readonly found: readonly FoundVersion[];
  readonly bad: readonly BadPlugin[];
}

interface Place {
  folder: string;
  name: string;
  source: PluginSource;
}

const packageShape = z.looseObject({
  keywords: z.array(z.string()).catch([]),
  tributary: z.looseObject({ plugins: z.array(z.string()).catch([]) }).catch({ plugins: [] }),
});
const keyword = 'tributary-plugin';
const sdkFolder = 'sdk';

/** Finds every plugin on this machine and checks its manifest; no code of any runs. The first of two with one id counts. */
export async function discoverPlugins(places: PluginPlaces): Promise<Discovery> {
  return readAll([...(await foldersIn(places)), ...(await packagesOf(join(places.root, 'node_modules')))]);
}

/** The same for one plugin; packages are read only when no folder has its name. */
export async function discoverPlugin(places: PluginPlaces, plugin: string): Promise<Discovery> {
  const folders = (await foldersIn(places)).filter(({ name }) => name === plugin);
  return folders.length > 0 ? readAll(folders) : discoverPlugins(places);
}

async function readAll(places: readonly Place[]): Promise<Discovery> {
  const found: FoundVersion[] = [];
  const bad: BadPlugin[] = [];
  for (const place of places) {
    try {
      const version = await readVersion(place);
      const other = found.find(({ plugin }) => plugin === version.plugin);
      if (other) throw taken(version.plugin, other.folder);
      found.push(version);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      bad.push({ plugin: String(error.details.plugin ?? place.name), source: place.source, error });
    }
  }
  return { found, bad };
}

/** The ids that `package.json` names as shipped. */
export async function shippedPlugins(root: string): Promise<readonly string[]> {
  return (await readPackage(root))?.tributary.plugins ?? [];
}

async function readVersion({ folder, name, source }: Place): Promise<FoundVersion> {
  const files = await readPluginFiles(folder, name);
  const manifest = parseManifest(files.get('plugin.json')?.toString('utf8') ?? '', name);
  checkFiles(manifest, files);
  const { id: plugin, version } = manifest;
  return { plugin, version, manifest, source, folder, files, hash: contentHash(files) };
}

async function foldersIn({ root, folder }: PluginPlaces): Promise<Place[]> {
  const shipped = await shippedPlugins(root);
  const own = await foldersOf(join(root, 'plugins'), (name) =>
    name === sdkFolder ? null : shipped.includes(name) ? 'SHIPPED' : 'FOLDER',
  );
  const further = folder === null ? [] : await foldersOf(folder, () => 'FOLDER');
  return [...own, ...further];
}

async function foldersOf(below: string, sourceOf: (name: string) => PluginSource | null): Promise<Place[]> {
  const entries = await readdir(below, { withFileTypes: true }).catch(() => []);
  const places: Place[] = [];
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(below, name);
    const source = sourceOf(name);
    const files = source ? await readdir(folder).catch(() => []) : [];
    if (source && files.includes('plugin.json')) places.push({ folder, name, source });
  }
  return places;
}

async function packagesOf(modules: string): Promise<Place[]> {
  const entries = await readdir(modules).catch(() => []);
  const names = await Promise.all(
    entries
      .filter((name) => !name.startsWith('.'))
      .map(async (name) =>
        name.startsWith('@')
          ? (await readdir(join(modules, name)).catch(() => [])).map((part) => `${name}/${part}`)
          : [name],
      ),
  );
  const places = await Promise.all(
    names.flat().map(async (name): Promise<Place[]> => {
      const folder = join(modules, name);
      const isPlugin = (await readPackage(folder))?.keywords.includes(keyword) ?? false;
      return isPlugin ? [{ folder, name, source: 'PACKAGE' }] : [];
    }),
  );
  return places.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readPackage(folder: string): Promise<z.output<typeof packageShape> | null> {
  try {
    return packageShape.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  } catch {
    return null;
  }
}

function taken(plugin: string, folder: string): AppError {
  const reason = `the plugin ${plugin} lies in ${folder} too; remove one`;
  return new AppError('PLUGIN_INVALID', { plugin, field: 'id', reason: `id: ${reason}` });
}
