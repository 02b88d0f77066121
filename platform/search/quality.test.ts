import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import type { IndexedDocument } from './port.js';
import { SqliteSearch } from './sqlite-search.js';

const data = join(repositoryRoot, '../shared/eval');
const signal = AbortSignal.timeout(300_000);

const everyone = { mode: 'any', principals: ['tenant'] } as const;

interface Abstract {
  id: string;
  title: string;
  text?: string;
  sents?: string[];
}
interface Judged {
  text: string;
  qrels: Record<string, number>;
}

const judged = existsSync(data) ? test : test.skip;

/** The development splits, each document whole: the least that the ranking must reach. */
judged.each([
  ['scifact', 0.72],
  ['cranfield', 0.4],
])(
  'nDCG@10 on %s is at least %d (needs ../shared/eval)',
  async (name, least) => {
    const folder = await mkdtemp(join(tmpdir(), 'search-quality-'));
    const index = new SqliteSearch({ folder });
    const corpus = await lines<Abstract>(join(data, name, 'corpus.jsonl'));
    await Promise.all(corpus.map((abstract) => index.upsert('t', document(abstract), signal)));
    const gains: number[] = [];
    for (const { text, qrels } of await lines<Judged>(join(data, name, 'dev.jsonl'))) {
      const { hits } = await index.query('t', { text, rights: everyone, first: 10 }, signal);
      const found = hits.map(({ documentId }) => qrels[documentId] ?? 0);
      gains.push(normalisedGain(found, Object.values(qrels)));
    }
    await index.close();
    await rm(folder, { recursive: true });
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThanOrEqual(least);
  },
  300_000,
);

async function lines<Row>(path: string): Promise<Row[]> {
  return (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line));
}

function document({ id, title, text = '', sents }: Abstract): IndexedDocument {
  // Cranfield's texts begin with their title.
  const body = sents?.join(' ') ?? text.slice(text.startsWith(title) ? title.length : 0);
  const chunks = [{ ordinal: 0, page: 1, start: 0, end: body.length, text: body }];
  return { documentId: id, versionId: 'v', title, kind: null, access: ['tenant'], chunks };
}

/** nDCG@10 with linear gains. */
function normalisedGain(found: readonly number[], judged: readonly number[]): number {
  const sum = (gains: readonly number[]) =>
    gains.slice(0, 10).reduce((total, gain, rank) => total + gain / Math.log2(rank + 2), 0);
  return sum(found) / sum(judged.toSorted((left, right) => right - left));
}
