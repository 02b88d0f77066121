import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { parse, print } from 'graphql';
import { AppError, withSharedTypes } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { resolverTypes } from '../../generate/resolver-types.js';
import { type PluginDraft, refused, taken } from './draft.js';

const run = promisify(execFile);
const formatMs = 30_000;

/** Where plugins of this installation lie. */
export const pluginsFolder = join(repositoryRoot, 'plugins');

/** The public graph of the core and the shipped plugins, in SDL. */
export function readApi(): Promise<string> {
  return readFile(join(repositoryRoot, 'schema/api.graphql'), 'utf8');
}

/** Whether the folder belongs to this installation, whose compiler and checks see it. */
export function isOwn(folder: string): boolean {
  return !relative(repositoryRoot, folder).startsWith('..');
}

/** How an editor finds the schema of manifests from a plugin's folder. */
export function schemaSeenFrom(folder: string): string {
  const path = join(repositoryRoot, 'schema/plugin.schema.json');
  return relative(folder, path).replaceAll('\\', '/');
}

/** Errors: `NOT_FOUND` when there is no plugin. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  if (!existsSync(join(folder, 'plugin.json'))) {
    throw new AppError('NOT_FOUND', { thing: `The plugin in ${folder}` });
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(
      (path) =>
        !path.includes('node_modules') && /\.(ts|js|mjs|json|md|graphql|html|css|svg|txt|csv)$/.test(path),
    );
  const files = paths.map(
    async (path): Promise<[string, string]> => [path, await readFile(join(folder, path), 'utf8')],
  );
  return new Map(await Promise.all(files));
}

/** Writes a new folder with these files. Errors: `NAME_TAKEN` when it is there; then nothing is written. */
export async function writeNew(folder: string, draft: PluginDraft): Promise<string[]> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder).catch(() => {
    throw taken(folder, 'there is such a folder');
  });
  return writeAll(folder, new Map(), draft);
}

/** Writes what has changed since the folder was read. */
export async function writeAll(
  folder: string,
  before: ReadonlyMap<string, string>,
  draft: PluginDraft,
): Promise<string[]> {
  const written = await writeFiles(folder, before, new Map([...draft.files(), ...generated(draft)]));
  await format(folder);
  return written;
}

/** Writes those of the files that are not as they were; gives their paths. */
export async function writeFiles(
  folder: string,
  before: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const changed = [...files].filter(([path, text]) => before.get(path) !== text);
  for (const [path, text] of changed) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return changed.map(([path]) => path).sort();
}

/** What `npm run generate` makes of the plugin's SDL and permissions. */
export function generated(draft: PluginDraft): Map<string, string> {
  if (!draft.has('subgraph.ts')) return new Map();
  const [, typeDefs] = /typeDefs: gql`([\s\S]*?)`,/.exec(draft.read('subgraph.ts')) ?? [];
  if (typeDefs === undefined) {
    throw refused('subgraph.ts has no typeDefs: gql`…`', 'Open it and add the field by hand.');
  }
  const sdl = withSharedTypes(typeDefs);
  return new Map([
    ['schema.graphql', `${print(parse(sdl)).trim()}\n`],
    ['schema.types.ts', `${resolverTypes(sdl, draft.manifest.permissions).trim()}\n`],
  ]);
}

/** As `npm run check` wants it; an installation without the formatter leaves it as it was written. */
async function format(folder: string): Promise<void> {
  const biome = join(repositoryRoot, 'node_modules/@biomejs/biome/bin/biome');
  if (!existsSync(biome)) return;
  const config = isOwn(folder)
    ? []
    : [`--config-path=${join(repositoryRoot, 'biome.json')}`, '--vcs-enabled=false'];
  const options = { cwd: isOwn(folder) ? repositoryRoot : folder, timeout: formatMs };
  await run(process.execPath, [biome, 'check', '--write', '--colors=off', ...config, folder], options).catch(
    (error: { stderr?: string }) => process.stderr.write(error.stderr ?? ''),
  );
}
