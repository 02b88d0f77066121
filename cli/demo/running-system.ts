import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { type Config, childEnvironment, repositoryRoot } from '#platform/config';

export interface RunningSystem {
  url: string;
  token: string;
  /** Null when it was running before. */
  process: ChildProcess | null;
  stop(): Promise<void>;
}

const startMs = 60_000;

/** The system of this data folder when it answers; else one of the demo's own, with a data folder of its own. */
export async function findOrStartSystem(config: Config, say: (line: string) => void): Promise<RunningSystem> {
  const url = config.gateway.url ?? `http://${config.gateway.host}:${config.gateway.port}`;
  const token = await readFile(join(config.dataDir, 'development-token'), 'utf8').catch(() => null);
  if (token !== null && (await answers(url, token.trim()))) {
    return { url, token: token.trim(), process: null, stop: async () => undefined };
  }
  say('Starting a system for the demo …');
  return startSystemProcess({ DATA_DIR: join(config.dataDir, 'demo'), PORT: '0', PROFILE: 'development' });
}

export interface ProcessOptions {
  /** What it serves; everything by default. */
  role?: string;
  /** Is given what it writes to standard error; that goes to ours by default. */
  onErrorOutput?(text: string): void;
  /** Is given what it writes to standard output, its log; that is dropped by default. */
  onOutput?(text: string): void;
}

/** Starts a system as a process of its own and waits until it is ready. Without a gateway it has no address. */
export async function startSystemProcess(
  settings: Readonly<Record<string, string>>,
  { role, onErrorOutput, onOutput }: ProcessOptions = {},
): Promise<RunningSystem> {
  const child = fork(join(repositoryRoot, 'dist/cli/start.js'), role === undefined ? [] : ['--role', role], {
    env: childEnvironment({ LOG_LEVEL: 'warn', ...settings }),
    stdio: ['ignore', onOutput ? 'pipe' : 'ignore', onErrorOutput ? 'pipe' : 'inherit', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onErrorOutput?.(text));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
  const exited = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) =>
      reject(new AppError('UNAVAILABLE', { thing: `The system (it ended with ${code})` })),
    );
  });
  exited.catch(() => undefined);
  let address = { url: '', token: '' };
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: { type?: string; url: string; token: string | null }) => {
      if (message.type === 'listening') address = { url: message.url, token: message.token ?? '' };
      if (message.type === 'ready') resolve();
    });
  });
  try {
    await Promise.race([ready, exited, late()]);
    if (address.url !== '') await Promise.race([untilReady(address.url), exited]);
    return { ...address, process: child, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function late(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, startMs).unref());
  throw new AppError('UNAVAILABLE', { thing: `The system (it was not ready within ${startMs} ms)` });
}

async function untilReady(url: string): Promise<void> {
  const signal = AbortSignal.timeout(startMs);
  for (;;) {
    const response = await fetch(new URL('/readyz', url), { signal }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(url: string, token: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ __typename }' }),
      signal: AbortSignal.timeout(2000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}
