import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { parseDocument } from '../subgraphs/documents/parsers/parse-document.js';
import { hostileArchives } from '../subgraphs/documents/parsers/test/hostile-archives.js';
import { type Benchmark, type Figure, figure } from './benchmark.js';

const MB = 1024 * 1024;
/** Freed memory of the archive before is given back meanwhile. */
const settleMs = 200;

/** What hostile archives cost until they are refused. */
export const parsers: Benchmark = {
  name: 'parsers',
  about: 'archives that unpack to far more than they are, until they are refused',
  async run(say) {
    const figures: Figure[] = [];
    for (const { name, make, code } of hostileArchives) {
      say(name);
      figures.push(...(await refuse(name, make(), code)));
    }
    return figures;
  },
};

async function refuse(name: string, bytes: Uint8Array, code: string): Promise<Figure[]> {
  await wait(settleMs);
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const outcome = await parseDocument(bytes, { name: 'file', mediaType: null }).then(
    () => 'read',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
  const tookMs = performance.now() - began;
  const grown = process.memoryUsage.rss() - before;
  if (outcome !== code) throw new AppError('INTERNAL', { reason: `${name}: ${outcome} instead of ${code}` });
  return [
    figure(`${name}: time`, tookMs, 'ms', { wanted: { atMost: 1_000 } }),
    figure(`${name}: memory`, Math.max(0, grown / MB), 'MB', { wanted: { atMost: 100 } }),
  ];
}
