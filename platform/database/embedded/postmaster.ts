import { spawn } from 'node:child_process';
import { open, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './account.js';
import type { Cluster } from './cluster.js';

const largestLog = 10_000_000;

/** The process id of the living postmaster of the cluster, or `null`. */
export async function livingPostmaster(cluster: Cluster): Promise<number | null> {
  const pid = await recordedPostmaster(cluster);
  if (pid === null || !isAlive(pid)) return null;
  if (process.platform !== 'linux') return pid;
  // A container hands out the same few ids again and again, and a dead child may stay listed as a zombie.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes(cluster.data) ? pid : null;
}

/**
 * Starts Postgres; it takes care itself that there is one at most. Does not wait until it answers.
 * @param settings values of postgresql.conf
 */
export async function startPostmaster(
  cluster: Cluster,
  program: string,
  account: Account,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  await clearLeftovers(cluster);
  const size = await stat(cluster.log).then(
    (file) => file.size,
    () => 0,
  );
  const log = await open(cluster.log, size > largestLog ? 'w' : 'a', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program, ['-D', cluster.data, '-k', cluster.socket, ...flags], {
    ...(account ?? {}),
    cwd: cluster.data,
    detached: true, // so that Ctrl-C, which reaches a whole group, leaves the stopping to us
    stdio: ['ignore', log.fd, log.fd],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  child.on('error', () => undefined); // seen as a server that never answers
  child.unref();
  await log.close();
}

/** Stops Postgres, ending its sessions; waits until it is gone. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const pid = await livingPostmaster(cluster);
  if (pid === null) return;
  signal(pid, 'SIGINT');
  const deadline = Date.now() + 15_000;
  while ((await livingPostmaster(cluster)) === pid) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT');
    await wait(10);
  }
}

async function recordedPostmaster(cluster: Cluster): Promise<number | null> {
  const text = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : null;
}

/**
 * After a `kill -9` of the postmaster its backends live on while they are busy, and no new one may start beside them:
 * ends them. Only when none is left may a record be removed that names a process which is not Postgres.
 */
async function clearLeftovers(cluster: Cluster): Promise<void> {
  if (process.platform !== 'linux' || (await livingPostmaster(cluster)) !== null) return;
  const left = await processesIn(cluster.data);
  for (const pid of left) signal(pid, 'SIGQUIT');
  if (left.length > 0) return;
  const pid = await recordedPostmaster(cluster);
  if (pid !== null && isAlive(pid)) await rm(join(cluster.data, 'postmaster.pid'), { force: true });
}

async function processesIn(folder: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(names.map((name) => readlink(`/proc/${name}/cwd`).catch(() => '')));
  return names.filter((_name, index) => folders[index] === folder).map(Number);
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
