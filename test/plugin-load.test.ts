import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDuringChanges } from '../testkit/change-load.js';
import { TestSystem } from '../testkit/system.js';

let folder: string;
let system: TestSystem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  const settings = {
    PLUGINS_DIR: folder,
    AI_CONCURRENCY: '60',
    TENANT_CONCURRENCY: '60',
    LIMITS: 'rate=1000000',
    LOG_LEVEL: 'warn',
  };
  system = await TestSystem.start({ settings });
});
afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

it('plugins come and go under load: no query fails, no part of a stream is lost or doubled', async () => {
  const { url, token } = system;
  const report = await loadDuringChanges({
    url,
    token,
    folder,
    changes: 10,
    queriesPerSecond: 20,
    streams: 20,
  });
  expect(report.failedQueries).toEqual([]);
  expect(report.badStreams).toEqual([]);
  expect(report.failedChanges).toEqual([]);
  expect(report.refusals.length).toBeGreaterThan(0);
  for (const named of report.refusals) expect(named.length).toBeGreaterThan(0);
  expect(report.streams).toBeGreaterThanOrEqual(20);
});
