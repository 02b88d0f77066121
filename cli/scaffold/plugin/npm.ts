import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError, z } from 'tributary/sdk';

const packMs = 60_000;
const packReport = z.array(
  z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }),
);

/** What npm made of the files. */
export interface Packed {
  readonly file: string;
  readonly bytes: number;
  readonly paths: readonly string[];
}

/** Works with the files in a folder of their own, which is removed afterwards. */
export async function inStaging<T>(
  files: ReadonlyMap<string, string>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-package-'));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes the tarball. Errors: `UNAVAILABLE` when npm is not there or fails. */
export async function npmPack(folder: string, destination: string): Promise<Packed> {
  const parameters = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const { stdout } = await promisify(execFile)('npm', parameters, { cwd: folder, timeout: packMs }).catch(
    (cause: unknown) => {
      throw new AppError('UNAVAILABLE', { thing: 'npm' }, { cause });
    },
  );
  const [report] = packReport.parse(JSON.parse(stdout));
  if (!report) throw new AppError('UNAVAILABLE', { thing: 'npm' });
  const { filename, size, files } = report;
  return { file: join(destination, filename), bytes: size, paths: files.map(({ path }) => path).sort() };
}

/** Has npm publish the folder, or show what it would; gives its exit code. */
export async function npmPublish(folder: string, dryRun: boolean): Promise<number> {
  const parameters = ['publish', '--ignore-scripts', '--access', 'public', ...(dryRun ? ['--dry-run'] : [])];
  const npm = spawn('npm', parameters, { cwd: folder, stdio: 'inherit' });
  const [code] = (await once(npm, 'close')) as [number | null];
  return code ?? 1;
}
