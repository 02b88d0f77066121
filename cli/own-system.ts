import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardEmbedded } from '#platform/database';
import { type RunningSystem, startSystemProcess } from './demo/running-system.js';

export interface OwnSystem extends RunningSystem {
  dataDir: string;
}

/** Runs the work with a system of its own, whose data folder is removed afterwards. */
export async function withOwnSystem<T>(
  settings: Readonly<Record<string, string>>,
  work: (system: OwnSystem) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-'));
  try {
    const system = await startSystemProcess({
      DATA_DIR: folder,
      PORT: '0',
      PROFILE: 'development',
      ...settings,
    });
    try {
      return await work({ ...system, dataDir: folder });
    } finally {
      await system.stop();
      await discardEmbedded(join(folder, 'postgres'));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
