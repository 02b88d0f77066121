import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { AppError } from 'tributary/sdk';

export interface DemoFile {
  path: string;
  /** Relative to the folder that was given, or the file's own name. */
  name: string;
}

/** At the root of a folder these describe the documents beside them. */
const descriptions: ReadonlySet<string> = new Set(['.md', '.jsonl']);

/** The files that were named; a folder is walked, for the demo without the descriptions at its root. */
export async function findFiles(
  paths: readonly string[],
  options: { descriptions: boolean } = { descriptions: false },
): Promise<DemoFile[]> {
  const found = await Promise.all(paths.map((path) => filesAt(path, options.descriptions)));
  return found.flat();
}

async function filesAt(path: string, withDescriptions: boolean): Promise<DemoFile[]> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new AppError('BAD_USER_INPUT', { reason: `there is no file ${path}` }, { cause });
  });
  if (!info.isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .filter(
      (entry) => withDescriptions || entry.parentPath !== path || !descriptions.has(extname(entry.name)),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, name: relative(path, file) }));
}
