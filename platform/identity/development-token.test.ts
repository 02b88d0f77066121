import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#platform/config';
import { developmentToken } from './index.js';

test('a data folder has one development token, readable by its owner only, and none in production', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-token-'));
  try {
    const config = loadConfig({ DATA_DIR: dataDir });
    const tokens = await Promise.all([1, 2, 3, 4].map(() => developmentToken(config)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^trd_[\w-]{43}$/);
    const path = join(dataDir, 'development-token');
    expect((await readFile(path, 'utf8')).trim()).toBe(tokens[0]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const production = loadConfig({ DATA_DIR: dataDir, PROFILE: 'production' });
    await expect(developmentToken(production)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
