import { cpus, totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const sampleMs = 3_000;

/** Above this share of the processors used by others, figures say little. */
export const busyLimit = 0.15;

/** The share of the processors that is in use, 0 to 1, watched for three seconds; the load average looks back too far. */
export async function busyShare(): Promise<number> {
  const before = times();
  await wait(sampleMs);
  const after = times();
  return 1 - (after.idle - before.idle) / Math.max(1, after.total - before.total);
}

function times(): { idle: number; total: number } {
  const all = cpus().map((cpu) => cpu.times);
  const idle = all.reduce((sum, time) => sum + time.idle, 0);
  const total = all.reduce((sum, time) => sum + time.user + time.nice + time.sys + time.irq + time.idle, 0);
  return { idle, total };
}

export function describeMachine() {
  const platform = `${process.platform}-${process.arch}`;
  return {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform,
  };
}
