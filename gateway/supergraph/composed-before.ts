import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Supergraph } from './compose.js';

const kept = 5;
/** What decides how a supergraph is composed: a change of it makes what was composed before of no use. */
const composers = [
  new URL('./compose.js', import.meta.url),
  new URL('./list-sizes.js', import.meta.url),
  createRequire(import.meta.url).resolve('@theguild/federation-composition/package.json'),
];

/**
 * Supergraphs that were composed before, one file each in a folder: a start with the same subgraphs composes nothing. What
 * cannot be read or written is composed again.
 */
export class ComposedBefore {
  readonly #folder: string;
  #composer: Promise<string> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(key: string): Promise<Supergraph | null> {
    try {
      const { supergraph, api } = JSON.parse(
        await readFile(await this.#file(key), 'utf8'),
      ) as Partial<Supergraph>;
      return typeof supergraph === 'string' && typeof api === 'string' ? { supergraph, api } : null;
    } catch {
      return null;
    }
  }

  async write(key: string, supergraph: Supergraph): Promise<void> {
    const file = await this.#file(key);
    const draft = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, JSON.stringify(supergraph));
      await rename(draft, file);
      await this.#forgetOldest();
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async #file(key: string): Promise<string> {
    this.#composer ??= Promise.all(composers.map((path) => readFile(path))).then((parts) =>
      createHash('sha256').update(Buffer.concat(parts)).digest('hex'),
    );
    return join(this.#folder, `${key.slice(0, 32)}-${(await this.#composer).slice(0, 16)}.json`);
  }

  async #forgetOldest(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= kept) return;
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        return { path, at: (await stat(path)).mtimeMs };
      }),
    );
    const oldest = files.sort((a, b) => b.at - a.at).slice(kept);
    await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
  }
}
