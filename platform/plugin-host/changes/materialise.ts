import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { invalid } from '../invalid.js';
import { contentHash, type PluginFiles } from './plugin-files.js';

/**
 * The folder `<root>/<hash>` with the code of a version ready to be imported: JavaScript as it is, TypeScript without
 * its types. Made once; a half-made one is never seen.
 * @throws AppError `PLUGIN_INVALID` for code that cannot be compiled, or files that are not those of the hash
 */
export async function materialise(
  root: string,
  { plugin, hash }: { plugin: string; hash: string },
  files: () => Promise<PluginFiles>,
): Promise<string> {
  const folder = join(root, hash);
  if (await exists(join(folder, 'plugin.json'))) return folder;
  const content = await files();
  if (contentHash(content) !== hash) {
    throw invalid(plugin, 'files', `they are not those of the version ${hash.slice(0, 12)}; enable it again`);
  }
  const made = join(root, `.${hash}.${randomUUID()}`);
  try {
    for (const [path, bytes] of compiled(plugin, content)) {
      await mkdir(dirname(join(made, path)), { recursive: true });
      await writeFile(join(made, path), bytes);
    }
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Another process made the same meanwhile.
    if (!(await exists(join(folder, 'plugin.json')))) throw error;
  }
  return folder;
}

function* compiled(plugin: string, files: PluginFiles): Generator<[path: string, content: string | Buffer]> {
  if (!files.has('package.json')) yield ['package.json', '{ "type": "module" }\n'];
  for (const [path, bytes] of files) {
    if (path.split('/').includes('..')) throw invalid(plugin, path, 'leaves the folder of the plugin');
    if (path.endsWith('.d.ts')) continue;
    if (!path.endsWith('.ts')) yield [path, bytes];
    else {
      const target = path.replace(/\.ts$/, '.js');
      if (!files.has(target)) yield [target, strip(plugin, path, bytes.toString('utf8'))];
    }
  }
}

function strip(plugin: string, path: string, source: string): string {
  try {
    return stripTypeScriptTypes(source, { mode: 'strip' });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : 'is not TypeScript';
    throw invalid(plugin, path, `${reason}; write TypeScript whose types can be erased`, cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
