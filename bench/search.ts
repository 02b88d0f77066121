import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadConfig } from '#platform/config';
import { type IndexedDocument, openSearch, type SearchIndex, type SearchQuery } from '#platform/search';
import { numbersFrom, vectorCosine } from '#text';
import { type Benchmark, figure, percentile } from './benchmark.js';

const documentCount = 2_000;
const passagesEach = 5;
const passageWords = 140;
const vocabulary = 20_000;
const queryCount = 300;
const warmUp = 200;
const nearest = 10;
const model = 'bench';
const dimensions = 384;
const tenant = 'bench';
const deadlineMs = 600_000;
/** Two of three documents are another group's: what may not be read is left out before anything is ranked. */
const groups = ['group:sales', 'group:legal', 'group:research'];
const rights = { mode: 'any', principals: ['group:sales'] } as const;
/** Half of the documents pass. */
const filter = {
  kinds: ['invoice'],
  uploaded: { from: '2026-01-01' },
  fields: [{ name: 'grand_total', above: '100', currency: 'EUR' }],
};
const facets = {
  of: [
    { by: 'kind' },
    { by: 'language' },
    { by: 'month', field: 'issue_date' },
    { by: 'field', field: 'seller_name' },
    { by: 'field', field: 'currency' },
  ],
  first: 10,
} as const;

/** Queries of two to six words over the index of one tenant, beside the plain full-text search of SQLite. */
export const search: Benchmark = {
  name: 'search',
  about: `${queryCount} queries over ${documentCount * passagesEach} passages of ${passageWords} words, a third of them readable and all of them, one after another, behind ${warmUp} others`,
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
      const all = { mode: 'any', principals: groups } as const;
      // Other queries before: what is measured is a tenant that is searched, not the first look at a file.
      const others = Array.from({ length: warmUp }, (_, number) => queryOf(queryCount + number));
      await ask(
        index,
        others.map((text) => ({ text, rights: all })),
        signal,
      );
      const ours = await ask(
        index,
        queries.map((text) => ({ text, rights: all })),
        signal,
      );
      const limited = await ask(
        index,
        queries.map((text) => ({ text, rights })),
        signal,
      );
      say('queries with a filter and facets');
      const filtering = { rights: all, filter, facets };
      const filtered = await ask(
        index,
        queries.map((text) => ({ text, ...filtering })),
        signal,
      );
      const listed = await ask(
        index,
        queries.map(() => ({ text: '', ...filtering })),
        signal,
      );
      const misspelt = await ask(
        index,
        queries.map((text) => ({ text: misspell(text), rights })),
        signal,
      );
      say('queries with embeddings');
      const vectors = queries.map((_, number) => vectorOf(1_000_000 + number));
      const embedded = queries.map((text, at) => ({
        text,
        rights,
        vector: { model, values: vectors[at] ?? [] },
      }));
      const fused = await ask(index, embedded, signal);
      const found = await recallOf(index, documents, vectors, signal);
      say('the peer');
      const theirs = plainSearch(join(folder, 'plain.db'), documents, queries);
      const p95 = (times: readonly number[]) => percentile(times, 0.95);
      const plain = 'plain FTS5, bm25, same thread';
      return [
        figure('query, 95th percentile', p95(ours), 'ms', {
          wanted: { atMost: 15 },
          peer: { name: plain, value: p95(theirs) },
        }),
        figure('query, median', percentile(ours, 0.5), 'ms', {
          peer: { name: plain, value: percentile(theirs, 0.5) },
        }),
        figure('query with a third readable, 95th percentile', p95(limited), 'ms', {
          wanted: { atMost: 15 },
        }),
        figure('query with a filter and five facets, 95th percentile', p95(filtered), 'ms', {
          wanted: { atMost: 15 },
        }),
        figure('list by a filter with five facets, 95th percentile', p95(listed), 'ms', {
          wanted: { atMost: 15 },
        }),
        figure('misspelt query, 95th percentile', p95(misspelt), 'ms'),
        figure(`query with embeddings of ${dimensions}, 95th percentile`, p95(fused), 'ms'),
        figure(
          `recall of the ${nearest} nearest readable passages`,
          found,
          'of those by comparison with all',
          {
            wanted: { atLeast: 1 },
          },
        ),
        figure('passages', count.chunks, 'in the index'),
        figure('filling', count.chunks / fillSeconds, 'passages a second'),
        figure('index', (await sizeOf(folder)) / count.chunks, 'bytes a passage, embedding included'),
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

async function ask(
  index: SearchIndex,
  queries: readonly Omit<SearchQuery, 'first'>[],
  signal: AbortSignal,
): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    await index.query(tenant, { ...query, first: 10 }, signal);
    times.push(performance.now() - began);
  }
  return times;
}

/** The share of the nearest passages, by comparison with every readable vector, that the index finds. */
async function recallOf(
  index: SearchIndex,
  documents: readonly IndexedDocument[],
  vectors: readonly number[][],
  signal: AbortSignal,
): Promise<number> {
  const readable = documents.filter(({ access }) => rights.principals.some((each) => access.includes(each)));
  let found = 0;
  for (const values of vectors) {
    const vector = { model, values };
    const query = { text: '', rights, vector, unit: 'passage', first: nearest } as const;
    const { hits } = await index.query(tenant, query, signal);
    const names = new Set(hits.map(({ documentId, page }) => `${documentId} ${page}`));
    const exact = readable
      .flatMap(({ documentId, chunks }) =>
        chunks.map(({ page, vectors: own }) => ({
          name: `${documentId} ${page}`,
          cosine: vectorCosine(values, own?.[0]?.values ?? []),
        })),
      )
      .sort((left, right) => right.cosine - left.cosine)
      .slice(0, nearest);
    found += exact.filter(({ name }) => names.has(name)).length / nearest;
  }
  return found / vectors.length;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
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
    const vectors = [{ model, values: vectorOf(number * passagesEach + ordinal) }];
    return { ordinal, page: 1 + ordinal, start: 0, end: text.length, text, vectors };
  });
  const access = [groups[number % groups.length] ?? ''];
  const day = new Date(Date.UTC(2026, number % 12, 1 + (number % 28))).toISOString();
  const facts = {
    uploadedAt: day,
    status: 'READY',
    name: `${id}.pdf`,
    fields: {
      invoice_number: id,
      issue_date: day.slice(0, 10),
      seller_name: `Seller ${number % 200}`,
      currency: 'EUR',
      grand_total: `${(number * 7) % 5_000}.50`,
    },
  };
  const kind = number % 2 === 0 ? 'invoice' : 'letter';
  return { documentId: id, versionId: id, title: id, kind, language: 'en', access, chunks, facts };
}

const queryOf = (number: number) => words(1_000_000 + number, 2 + (number % 5));

/** Two letters of the last word exchanged. */
const misspell = (query: string) => query.replace(/(.)(.)(.)$/, '$2$1$3');

function vectorOf(seed: number): number[] {
  const next = numbersFrom(seed);
  return Array.from({ length: dimensions }, () => next() - 0.5);
}

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
