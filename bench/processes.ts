import { readdir, readFile } from 'node:fs/promises';

/** Ticks of the kernel's clock a second, as /proc counts processor time: 100 on every Linux that Node runs on. */
const ticks = 100;

/** A process and all that descend from it, where the system has /proc; otherwise none. */
export async function processTree(root: number): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const parents = new Map<number, number>();
  for (const pid of pids) parents.set(pid, Number((await stat(pid))[1] ?? 0));
  const tree = parents.has(root) ? [root] : [];
  // The list grows while it is walked.
  for (const parent of tree) for (const [pid, itsParent] of parents) if (itsParent === parent) tree.push(pid);
  return tree;
}

/** Seconds of processor time that these processes, and those of their children that have ended, have used. */
export async function processorSeconds(pids: readonly number[]): Promise<number> {
  const used = await Promise.all(
    pids.map(async (pid) => (await stat(pid)).slice(11, 15).reduce((sum, value) => sum + Number(value), 0)),
  );
  return used.reduce((sum, value) => sum + value, 0) / ticks;
}

/** The fields of /proc/PID/stat from the state on; the name before them may hold blanks and brackets. */
async function stat(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Bytes of memory in proportion to how many processes share each page (`smaps_rollup`, Pss). */
export async function proportionalBytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, value) => sum + value, 0);
}
