import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from 'tributary/sdk';

/** A server in a process of its own. */
export interface ChildServer {
  /** Where it listens, without a path. */
  readonly origin: string;
  stop(): Promise<void>;
}

const startMs = 30_000;
const pollMs = 100;

/** The provider that answers at once. */
export async function startUpstream(): Promise<ChildServer> {
  const child = fork(new URL('./upstream.js', import.meta.url));
  const [port] = (await once(child, 'message', { signal: AbortSignal.timeout(startMs) })) as [number];
  return { origin: `http://127.0.0.1:${port}`, stop: () => end(child) };
}

/** The gateway of `@portkey-ai/gateway`. */
export async function startPortkey(): Promise<ChildServer> {
  const manifest = fileURLToPath(import.meta.resolve('@portkey-ai/gateway/package.json'));
  const port = await freePort();
  const script = join(dirname(manifest), 'build/start-server.js');
  const preload = new URL('./writable-headers.js', import.meta.url).href;
  const command = ['--import', preload, script, `--port=${port}`, '--headless'];
  const child = spawn(process.execPath, command, { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  const signal = AbortSignal.timeout(startMs);
  while (!(await answers(origin))) {
    if (signal.aborted || child.exitCode !== null) {
      await end(child);
      throw new AppError('UNAVAILABLE', { thing: 'The gateway of @portkey-ai/gateway' });
    }
    await wait(pollMs);
  }
  return { origin, stop: () => end(child) };
}

const answers = (origin: string): Promise<boolean> =>
  fetch(origin).then(
    async (response) => {
      await response.text();
      return true;
    },
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
