import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.js';

/**
 * Waits until its input ends, which happens whenever its owner is gone, however it ended; then gives others `$2`
 * seconds to take the server over, and stops it if nobody has. A shell, because it costs one megabyte, not forty.
 */
const script = `
while read -r line; do [ "$line" = done ] && exit 0; done
rm -f "$1/owners/$3"
sleep "$2"
for owner in "$1"/owners/*; do
  [ -e "$owner" ] || continue
  name=\${owner##*/}
  kill -0 "\${name%%-*}" 2>/dev/null && exit 0
  rm -f "$owner"
done
read -r postmaster < "$1/data/postmaster.pid" && kill -INT "$postmaster"
`;

/** Our claim on a server: while it lasts the server is not stopped. */
export interface Ownership {
  /** Whether any other process uses the server; forgets those that ended. */
  shared(): Promise<boolean>;
  /** Ends the claim. With `later` the guard stops the server after the grace period, unless someone takes it over. */
  release(when: 'now' | 'later'): Promise<void>;
}

/** Registers this process as a user of the server and starts the guard that outlives it. */
export async function claim(cluster: Cluster, graceSeconds: number): Promise<Ownership> {
  const name = `${process.pid}-${randomUUID().slice(0, 8)}`;
  await writeFile(join(cluster.owners, name), '');
  const guard = spawn(
    '/bin/sh',
    ['-c', script, 'tributary-guard', cluster.folder, String(graceSeconds), name],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    },
  );
  guard.on('error', () => undefined); // without a guard the server outlives a crash, no more
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void }).unref?.();
  return {
    shared: async () => {
      const others = (await readdir(cluster.owners)).filter((other) => other !== name);
      const living = await Promise.all(others.map((other) => isLiving(cluster, other)));
      return living.includes(true);
    },
    release: async (when) => {
      await rm(join(cluster.owners, name), { force: true });
      guard.stdin.end(when === 'now' ? 'done\n' : '');
    },
  };
}

async function isLiving(cluster: Cluster, owner: string): Promise<boolean> {
  try {
    process.kill(Number.parseInt(owner, 10), 0);
    return true;
  } catch {
    await rm(join(cluster.owners, owner), { force: true });
    return false;
  }
}
