import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadConfig } from '#platform/config';
import { type IndexedDocument, openSearch, type SearchIndex } from '#platform/search';
import { numbersFrom } from '#text';
import { type Benchmark, figure, percentile } from './benchmark.js';

const documentCount = 2_000;
const passagesEach = 5;
const passageWords = 140;
const vocabulary = 20_000;
const queryCount = 300;
const tenant = 'bench';
const deadlineMs = 600_000;

/** Queries of two to six words over the index of one tenant, beside the plain full-text search of SQLite. */
export const search: Benchmark = {
  name: 'search',
  about: `${queryCount} queries over ${documentCount * passagesEach} passages of ${passageWords} words, one after another`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-search-'));
    const index = openSearch(loadConfig({ DATA_DIR: folder }));
    try {
      const documents = Array.from({ length: documentCount }, (_, number) => documentOf(number));
      const queries = Array.from({ length: queryCount }, (_, number) => queryOf(number));
      say('filling the index');
      const signal = AbortSignal.timeout(deadlineMs);
      const fillSeconds = await fill(index, documents, signal);
      const count = await index.count(tenant, signal);
      say('queries');
      const ours = await ask(index, queries, signal);
      say('the peer');
      const theirs = plainSearch(join(folder, 'plain.db'), documents, queries);
      const p95 = (times: readonly number[]) => percentile(times, 0.95);
      return [
        figure('query, 95th percentile', p95(ours), 'ms', {
          wanted: { atMost: 50 },
          peer: { name: 'plain FTS5, bm25, same thread', value: p95(theirs) },
        }),
        figure('query, median', percentile(ours, 0.5), 'ms', {
          peer: { name: 'plain FTS5, bm25, same thread', value: percentile(theirs, 0.5) },
        }),
        figure('passages', count.chunks, 'in the index'),
        figure('filling', count.chunks / fillSeconds, 'passages a second'),
      ];
    } finally {
      await index.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function fill(
  index: SearchIndex,
  documents: readonly IndexedDocument[],
  signal: AbortSignal,
): Promise<number> {
  const began = performance.now();
  for (const document of documents) await index.upsert(tenant, document, signal);
  return (performance.now() - began) / 1000;
}

async function ask(index: SearchIndex, queries: readonly string[], signal: AbortSignal): Promise<number[]> {
  const rights = { mode: 'any', principals: [] } as const;
  const times: number[] = [];
  for (const text of queries) {
    const began = performance.now();
    await index.query(tenant, { text, first: 10, rights }, signal);
    times.push(performance.now() - began);
  }
  return times;
}

function plainSearch(
  path: string,
  documents: readonly IndexedDocument[],
  queries: readonly string[],
): number[] {
  const database = new Database(path);
  try {
    database.exec('create virtual table passage using fts5 (text)');
    const insert = database.prepare('insert into passage (text) values (?)');
    database.transaction(() => {
      for (const { chunks } of documents) for (const { text } of chunks) insert.run(text);
    })();
    const find = database.prepare(
      'select rowid from passage where passage match ? order by bm25(passage) limit 10',
    );
    return queries.map((text) => {
      const began = performance.now();
      find.all(text.split(' ').join(' OR '));
      return performance.now() - began;
    });
  } finally {
    database.close();
  }
}

function documentOf(number: number): IndexedDocument {
  const id = `document-${number}`;
  const chunks = Array.from({ length: passagesEach }, (_, ordinal) => {
    const text = words(number * passagesEach + ordinal, passageWords);
    return { ordinal, page: 1 + ordinal, start: 0, end: text.length, text };
  });
  return { documentId: id, versionId: id, title: id, kind: null, language: 'en', access: ['tenant'], chunks };
}

const queryOf = (number: number) => words(1_000_000 + number, 2 + (number % 5));

/** Made-up words as often as in real text: the frequency of a word falls with its rank (G. K. Zipf, 1935). */
function words(seed: number, count: number): string {
  const next = numbersFrom(seed);
  return Array.from({ length: count }, () => wordOf(Math.floor(vocabulary ** next()))).join(' ');
}

const syllables = [
  'ba',
  'ke',
  'ti',
  'ro',
  'mu',
  'sal',
  'den',
  'pir',
  'gon',
  'lut',
  'va',
  'che',
  'ni',
  'mor',
  'fu',
  'tas',
];

function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}
