import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '#platform/config';
import { checkedPluginName } from '../../scaffold/plugin/names.js';
import { withoutTypes } from '../../scaffold/plugin/package-plugin.js';
import { isOwn, pluginsFolder, readFolder } from '../../scaffold/plugin/plugin-folder.js';
import { named } from '../command.js';

const options = { dir: { type: 'string' } } as const;
/** Where plugins from elsewhere are compiled to be tested: there they find the test kit. */
const compiled = join(repositoryRoot, 'dist/plugins-elsewhere');

/** `plugin test`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  const folder = join(resolve(values.dir ?? pluginsFolder), checkedPluginName(name));
  if (isOwn(folder)) return jest(join('dist/plugins', name));
  const target = join(compiled, name);
  await rm(target, { recursive: true, force: true });
  for (const [path, text] of withoutTypes(name, await readFolder(folder))) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), text);
  }
  return jest(join('dist/plugins-elsewhere', name));
}

async function jest(folder: string): Promise<number> {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const program = [
    join(repositoryRoot, 'node_modules/jest/bin/jest.js'),
    '--config',
    'jest.config.mjs',
    `${folder}/`,
  ];
  const tests = spawn(process.execPath, [...flags, ...program], { cwd: repositoryRoot, stdio: 'inherit' });
  const [code] = (await once(tests, 'close')) as [number | null];
  return code ?? 1;
}
