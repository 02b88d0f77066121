import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '#platform/plugin-host';
import { checkedPluginName } from '../../scaffold/plugin/names.js';
import { inStaging, npmPack } from '../../scaffold/plugin/npm.js';
import { packageFiles } from '../../scaffold/plugin/package-plugin.js';
import { pluginsFolder, readFolder } from '../../scaffold/plugin/plugin-folder.js';
import { named, print } from '../command.js';

const options = { dir: { type: 'string' }, out: { type: 'string' } } as const;

/** `plugin pack`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  const out = resolve(values.out ?? '.');
  await mkdir(out, { recursive: true });
  const files = await filesToPack(name, values.dir);
  const { file, bytes, paths } = await inStaging(files, (folder) => npmPack(folder, out));
  print(relative(process.cwd(), file) || file);
  process.stderr.write(
    `${bytes} bytes: ${paths.join(', ')}\nInstall it where Tributary runs: npm install FILE\n`,
  );
  return 0;
}

/** The files of the package, of a plugin whose manifest is valid. Errors: `NOT_FOUND`, `PLUGIN_INVALID`. */
export async function filesToPack(name: string, dir = pluginsFolder): Promise<Map<string, string>> {
  const folder = join(resolve(dir), checkedPluginName(name));
  const files = await readFolder(folder);
  return packageFiles(await readManifest(folder, name), files);
}
