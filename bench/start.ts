import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { childEnvironment, repositoryRoot } from '#platform/config';
import { startEmbedded } from '#platform/database';
import { type Benchmark, figure, percentile } from './benchmark.js';
import { processTree, proportionalBytes } from './processes.js';

const repeats = 3;
const startMs = 120_000;
const pollMs = 20;
const idleMs = 60_000;
const MB = 2 ** 20;

/** What a developer waits for: the command until the system is ready, when it was set up before; then what it holds. */
export const start: Benchmark = {
  name: 'start',
  about: `the second start, the median of ${repeats}, from the command to /readyz 200; memory (PSS) after ${idleMs / 1000} idle seconds`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-start-'));
    try {
      say('the first start');
      const first = await Running.start(folder);
      await first.stop();
      const times: number[] = [];
      for (let at = 1; at <= repeats; at++) {
        say(`second start ${at} of ${repeats}`);
        const running = await Running.start(folder);
        times.push(running.readyMs);
        if (at < repeats) await running.stop();
        else {
          say('a minute of rest');
          const memory = await running.idleMemory();
          await running.stop();
          const bare = await bareStart(folder);
          return [
            figure('second start', percentile(times, 0.5) / 1000, 's', {
              wanted: { atMost: 4 },
              peer: { name: 'bare Postgres, second start, s', value: bare.startMs / 1000 },
            }),
            figure('first start', first.readyMs / 1000, 's'),
            figure('idle memory', memory / MB, 'MB', {
              wanted: { atMost: 600 },
              peer: { name: 'bare Node and bare Postgres, MB', value: bare.bytes / MB },
            }),
          ];
        }
      }
      return [];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** A system started by the command that people type. */
class Running {
  private constructor(
    private readonly child: ChildProcess,
    readonly readyMs: number,
  ) {}

  static async start(dataDir: string): Promise<Running> {
    const port = await freePort();
    const began = performance.now();
    const child = spawn(process.execPath, [join(repositoryRoot, 'cli/bootstrap.mjs'), 'start'], {
      env: childEnvironment({ DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' }),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const running = new Running(child, 0);
    try {
      await untilReady(`http://127.0.0.1:${port}/readyz`, child);
      return new Running(child, performance.now() - began);
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  async idleMemory(): Promise<number> {
    await wait(idleMs);
    return proportionalBytes(await processTree(this.child.pid ?? 0));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(startMs);
  while (!signal.aborted && child.exitCode === null) {
    const response = await fetch(url, { signal }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await wait(pollMs);
  }
  throw new AppError('UNAVAILABLE', { thing: 'The system that was started' });
}

/** The same database alone, and a Node that does nothing. */
async function bareStart(folder: string): Promise<{ startMs: number; bytes: number }> {
  const path = join(folder, 'bare');
  await (await startEmbedded(path)).close();
  const began = performance.now();
  const server = await startEmbedded(path);
  const startMs = performance.now() - began;
  const node = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await wait(1_000);
  // The server is a child of this process, which does not count.
  const pids = (await processTree(process.pid)).filter((pid) => pid !== process.pid);
  const bytes = await proportionalBytes(pids);
  node.kill();
  await server.close();
  return { startMs, bytes };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
