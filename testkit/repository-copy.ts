import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { childEnvironment, repositoryRoot } from '#platform/config';
import { madeByTests } from './made-folder.js';

const notCopied = new Set(['node_modules', '.git', '.data', 'console']);

/** What a command came to. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly ms: number;
}

/** A copy of the repository with its build, where commands are run as a user types them. */
export class RepositoryCopy {
  readonly #environment: Record<string, string>;
  readonly #running = new Set<ChildProcess>();

  private constructor(
    readonly root: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.#environment = childEnvironment({ LOG_LEVEL: 'warn', ...environment });
  }

  static async make(environment: Readonly<Record<string, string>> = {}): Promise<RepositoryCopy> {
    const root = await mkdtemp(join(tmpdir(), 'tributary-copy-'));
    await chmod(root, 0o755); // the database's own user has to reach it
    const options = {
      recursive: true,
      preserveTimestamps: true,
      // Other tests write and remove there meanwhile.
      filter: (path: string) => path !== madeByTests,
    } as const;
    for (const name of await readdir(repositoryRoot)) {
      if (!notCopied.has(name)) await cp(join(repositoryRoot, name), join(root, name), options);
    }
    // A folder of its own, so that what is installed or cached there is not that of the repository.
    await mkdir(join(root, 'node_modules'));
    for (const name of await readdir(join(repositoryRoot, 'node_modules'))) {
      if (name !== '.cache') {
        await symlink(join(repositoryRoot, 'node_modules', name), join(root, 'node_modules', name));
      }
    }
    await keepBuildState(root);
    return new RepositoryCopy(root, environment);
  }

  /** Runs a line of a shell to its end. */
  async run(line: string): Promise<Ended> {
    const began = performance.now();
    const { child, output } = this.#spawn(line);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, output: output(), ms: performance.now() - began };
  }

  /** Starts a line that runs until it is ended, and waits until it has said something. */
  async begin(line: string, said: RegExp): Promise<{ output(): string; end(): Promise<void> }> {
    const { child, output } = this.#spawn(line);
    const ended = once(child, 'close');
    await new Promise<void>((resolve, reject) => {
      const look = () => said.test(output()) && resolve();
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      child.once('close', () => reject(new RangeError(`${line} ended:\n${output()}`)));
    });
    return {
      output,
      async end() {
        // The shell's whole group: npm would not pass the signal on.
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
        await ended;
      },
    };
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }

  async close(): Promise<void> {
    for (const child of this.#running) {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await once(child, 'close');
    }
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  #spawn(line: string): { child: ChildProcess; output(): string } {
    const child = spawn('bash', ['-c', line], {
      cwd: this.root,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return { child, output: () => text };
  }
}

/**
 * The compiler knows packages by where they really lie, which seen from a copy is elsewhere: told so, it checks what has
 * changed in the copy, and not everything once more.
 */
async function keepBuildState(root: string): Promise<void> {
  const state = join(root, 'dist/.tsbuildinfo');
  const text = await readFile(state, 'utf8').catch(() => null);
  if (text === null) return;
  const packages = relative(join(root, 'dist'), join(repositoryRoot, 'node_modules'));
  const { atime, mtime } = await stat(state);
  await writeFile(state, text.replaceAll('"../node_modules/', `"${packages}/`));
  await utimes(state, atime, mtime);
}
