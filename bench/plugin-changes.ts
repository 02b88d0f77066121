import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withOwnSystem } from '../cli/own-system.js';
import { loadDuringChanges } from '../testkit/change-load.js';
import { type Benchmark, figure, percentile } from './benchmark.js';

const changes = 50;
const queriesPerSecond = 50;
const streams = 50;
const settings = { AI_CONCURRENCY: '60', TENANT_CONCURRENCY: '60', LIMITS: 'rate=1000000' };

/** What turning a plugin on and off costs those who use the others. */
export const pluginChanges: Benchmark = {
  name: 'plugin-changes',
  about: `${changes} enables and disables of a plugin under ${queriesPerSecond} queries a second and ${streams} streams of another`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-plugins-'));
    try {
      return await withOwnSystem({ ...settings, PLUGINS_DIR: folder }, async ({ url, token }) => {
        const load = { url, token, folder, changes, queriesPerSecond, streams, say };
        const report = await loadDuringChanges(load);
        for (const line of new Set([...report.failedQueries, ...report.badStreams, ...report.failedChanges]))
          say(line);
        const isNamed = report.refusals.every((operations) => operations.length > 0);
        return [
          figure('queries that failed', report.failedQueries.length, `of ${report.queries}`, {
            wanted: { atMost: 0 },
          }),
          figure('streams with a part lost or doubled', report.badStreams.length, `of ${report.streams}`, {
            wanted: { atMost: 0 },
          }),
          figure('parts of streams', report.parts, 'read'),
          figure('changes that failed', report.failedChanges.length, `of ${changes}`, {
            wanted: { atMost: 0 },
          }),
          figure(
            'breaking changes refused with their operations',
            isNamed ? report.refusals.length : 0,
            `of ${report.refusals.length}`,
            {
              wanted: { atLeast: report.refusals.length },
            },
          ),
          figure('a change, median', percentile(report.changeMs, 0.5), 'ms'),
          figure('a query meanwhile, 99th percentile', percentile(report.queryMs, 0.99), 'ms', {
            peer: { name: 'median', value: percentile(report.queryMs, 0.5) },
          }),
        ];
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
