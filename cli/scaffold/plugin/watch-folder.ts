import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Looks = ReadonlyMap<string, string>;

/** Asked for, because what the system tells of changes differs with platform, editor and file system. */
const lookMs = 150;

/**
 * The paths that changed, came or went below a folder since the first look at it, together when several are saved at
 * once; ends with the signal. Hidden files and `node_modules` do not count.
 */
export async function* changesIn(
  folder: string,
  first: Looks,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  let known = first;
  let seen = first;
  for (;;) {
    try {
      await wait(lookMs, undefined, { signal });
    } catch {
      return;
    }
    const now = await look(folder);
    const isQuiet = differences(seen, now).length === 0;
    seen = now;
    if (!isQuiet) continue; // still being written
    const changed = differences(known, now);
    known = now;
    if (changed.length > 0) yield changed;
  }
}

/** Each file with what changes when it does. */
export async function look(folder: string): Promise<Looks> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(\.|node_modules\/)/.test(path));
  const looks = paths.map(async (path): Promise<[string, string]> => {
    const facts = await stat(join(folder, path)).catch(() => null);
    return [path, facts ? `${facts.mtimeMs} ${facts.size}` : ''];
  });
  return new Map(await Promise.all(looks));
}

function differences(before: Looks, now: Looks): string[] {
  const gone = [...before.keys()].filter((path) => !now.has(path));
  const changed = [...now].filter(([path, looks]) => before.get(path) !== looks).map(([path]) => path);
  return [...gone, ...changed].sort();
}
