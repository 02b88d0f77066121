import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';

/**
 * Where a tenant's generations lie: `<folder>/<tenant>/<generation>.sqlite`. The file `current` names the generation
 * that is read and, in its second line, the one before if that was kept; `building` one that is being filled. Both are
 * replaced by a rename, so that every process sees either the old names or the new ones.
 */
export class TenantFolder {
  readonly #path: string;

  constructor(folder: string, tenant: string) {
    if (!/^[\w-]{1,64}$/.test(tenant))
      throw new AppError('BAD_USER_INPUT', { reason: 'The tenant id is not valid' });
    this.#path = join(folder, tenant);
  }

  /** The generation that is read, or null before the first document. */
  get current(): string | null {
    return this.#read('current')[0] ?? null;
  }

  /** The generation that was read before, or null. */
  get previous(): string | null {
    return this.#read('current')[1] ?? null;
  }

  /** The generation that is being filled, or null. One that was promoted is none, also if a crash left its name there. */
  get building(): string | null {
    const [name] = this.#read('building');
    return name === undefined || this.#read('current').includes(name) ? null : name;
  }

  /** Every generation that is written. */
  get all(): string[] {
    const { building } = this;
    return [...this.#read('current').slice(0, 2), ...(building === null ? [] : [building])];
  }

  /** Generations that no name leads to: a crash came before they were deleted. A file comes after its name, always. */
  get orphans(): string[] {
    const files = readdirSync(this.#path).flatMap((file) => /^(g-[\w-]+)\.sqlite/.exec(file)?.[1] ?? []);
    const { all } = this;
    return [...new Set(files)].filter((generation) => !all.includes(generation));
  }

  file(generation: string): string {
    return join(this.#path, `${generation}.sqlite`);
  }

  has(generation: string): boolean {
    return existsSync(this.file(generation));
  }

  /** The current generation; the first one is named here, by whichever process comes first. */
  ensureCurrent(): string {
    const known = this.current;
    if (known !== null) return known;
    mkdirSync(this.#path, { recursive: true, mode: 0o700 });
    const draft = this.#draft(newGeneration());
    try {
      linkSync(draft, join(this.#path, 'current'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    return this.current ?? this.ensureCurrent();
  }

  beginBuilding(): string {
    mkdirSync(this.#path, { recursive: true, mode: 0o700 });
    const generation = newGeneration();
    renameSync(this.#draft(generation), join(this.#path, 'building'));
    return generation;
  }

  /** Makes the generation current, and another the one that is kept beside it. */
  promote(generation: string, previous: string | null): void {
    const names = previous === null ? generation : `${generation}\n${previous}`;
    renameSync(this.#draft(names), join(this.#path, 'current'));
    if (this.#read('building')[0] === generation) this.endBuilding();
  }

  endBuilding(): void {
    rmSync(join(this.#path, 'building'), { force: true });
  }

  /** Deletes a generation's files; processes that have it open keep what they opened until they look again. */
  drop(generation: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.file(generation) + suffix, { force: true });
  }

  dropAll(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }

  #read(name: string): string[] {
    try {
      return readFileSync(join(this.#path, name), 'utf8').split('\n').filter(Boolean);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  #draft(generation: string): string {
    const path = join(this.#path, `.${randomUUID()}`);
    writeFileSync(path, generation, { flush: true, mode: 0o600 });
    return path;
  }
}

function newGeneration(): string {
  return `g-${Date.now().toString(36)}-${randomUUID().slice(0, 8)}`;
}
