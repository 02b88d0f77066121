import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { freePort } from './servers.js';

const folder = join(repositoryRoot, 'examples/python-sentiment');
const startMs = 60_000;

/** A Python with the packages of the example; null when this machine has none. */
export function findPython(): string | null {
  const candidates = ['/usr/bin/python3', 'python3'];
  return candidates.find(hasPackages) ?? null;
}

function hasPackages(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import websockets, cryptography'], { stdio: 'ignore', timeout: startMs });
    return true;
  } catch {
    return false;
  }
}

export interface PythonPluginOptions {
  python: string;
  /** Whose keys it trusts. */
  gateway: string;
  /** The address that its manifest names; its own by default. */
  url?: string;
}

/** The example plugin as its users start it: a process of its own. */
export class PythonPlugin {
  readonly #options: PythonPluginOptions;
  #process: ChildProcess;
  /** Kept over restarts. */
  readonly port: number;

  private constructor(options: PythonPluginOptions, process: ChildProcess, port: number) {
    this.#options = options;
    this.#process = process;
    this.port = port;
  }

  static async start(options: PythonPluginOptions): Promise<PythonPlugin> {
    const { process, port } = await launch(options, await freePort());
    return new PythonPlugin(options, process, port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get manifest(): string {
    return `${this.url}/plugin.json`;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    await exited;
  }

  /** Stands still (`SIGSTOP`), or goes on. */
  freeze(isFrozen: boolean): void {
    this.#process.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }

  async restart(): Promise<void> {
    await this.kill();
    this.#process = (await launch(this.#options, this.port)).process;
  }
}

async function launch({ python, gateway, url }: PythonPluginOptions, port: number) {
  const options = ['--gateway', gateway, '--port', String(port), ...(url ? ['--url', url] : [])];
  const child = spawn(python, [join(folder, 'server.py'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const signal = AbortSignal.timeout(startMs);
  const [line] = (await once(child.stdout, 'data', { signal })) as [Buffer];
  const bound = /port (\d+)/.exec(line.toString())?.[1];
  return { process: child, port: Number(bound) };
}
