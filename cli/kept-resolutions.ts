import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { type ResolveFnOutput, registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'node_modules/.cache/resolutions');
// What is built and what is installed: as long as neither changes, every import leads where it led before.
const stamps = [join(root, 'dist/.tsbuildinfo'), join(root, 'node_modules/.package-lock.json')];
const homes = ['dist', 'node_modules'].map((name) => pathToFileURL(join(root, name, '/')).href);

type Found = [url: string, format: string];
interface Kept {
  stamp: string;
  /** By the importing module and what it asks for. */
  found: Record<string, Record<string, Found>>;
}

/**
 * Remembers where the imports of a program lead, beside the compile cache of Node, which keeps only what stands there:
 * finding thousands of files anew is a fourth of a start. `name` is the program's or thread's; call the function that
 * is returned when all is loaded, so that the next start knows it. Nothing is kept for a build or an installation that
 * cannot be told from others.
 */
export function keepResolutions(name: string): () => void {
  const stamp = stampNow();
  if (stamp === null) return () => undefined;
  const file = join(folder, `${name}.json`);
  let kept: Kept | null = read(file, stamp);
  let isFresh = false;
  registerHooks({
    resolve(specifier, context, next): ResolveFnOutput {
      if (!kept || !context.parentURL || !isAtHome(context.parentURL)) return next(specifier, context);
      const asked = context.conditions.includes('require') ? `require ${specifier}` : specifier;
      const known = kept.found[context.parentURL]?.[asked];
      const { importAttributes } = context;
      if (known) return { url: known[0], format: known[1], importAttributes, shortCircuit: true };
      const found = next(specifier, context);
      if (found.format && isAtHome(found.url)) {
        const ofParent = kept.found[context.parentURL] ?? {};
        ofParent[asked] = [found.url, found.format];
        kept.found[context.parentURL] = ofParent;
        isFresh = true;
      }
      return found;
    },
  });
  return () => {
    if (kept && isFresh) write(file, kept);
    // What is imported later is found as usual; the memory is worth more.
    kept = null;
  };
}

/** A version of a plugin that is loaded anew has a query: it is not the file that was found before. */
function isAtHome(url: string): boolean {
  return !url.includes('?') && homes.some((home) => url.startsWith(home));
}

function stampNow(): string | null {
  try {
    return [root, process.version, ...stamps.map((path) => statSync(path).mtimeMs)].join(' ');
  } catch {
    return null;
  }
}

function read(file: string, stamp: string): Kept {
  try {
    const kept: Kept = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.stamp === stamp) return kept;
  } catch {
    // There is none yet, or it was cut short.
  }
  return { stamp, found: {} };
}

/** Whole or not at all, whoever else writes it; a folder that cannot be written keeps nothing. */
function write(file: string, kept: Kept): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, JSON.stringify(kept));
    renameSync(temporary, file);
  } catch {
    // The next start is as long as this one.
  }
}
