import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { keyKind, newDevelopmentToken } from './api-key.js';

/**
 * The development token of a data folder: made at the first call, the same ever after, readable by its owner only.
 * Errors: `FORBIDDEN` outside of `PROFILE=development`.
 */
export async function developmentToken(config: Pick<Config, 'dataDir' | 'identity'>): Promise<string> {
  if (!config.identity.developmentToken) throw new AppError('FORBIDDEN', { needed: 'PROFILE=development' });
  const path = join(config.dataDir, 'development-token');
  const kept = await read(path);
  if (kept !== null) return kept;
  await mkdir(config.dataDir, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${newDevelopmentToken()}\n`, { mode: 0o600 });
  // A link fails when the name is taken, so of two processes that start at once one wins and both read the same.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  const token = await read(path);
  if (token === null)
    throw new AppError('CONFIG_INVALID', { key: 'DATA_DIR', reason: `${path} holds no development token` });
  return token;
}

async function read(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return keyKind(text.trim()) === 'development' ? text.trim() : null;
}
