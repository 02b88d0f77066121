import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import { openSearch, type SearchIndex } from '#platform/search';
import { mean, ndcg, recall, reciprocalRank } from '#text';
import { chunkPages } from '../../subgraphs/documents/index.js';
import type { SetOptions } from './evaluation-set.js';
import { type Figure, figureOf, type Measured, percentile } from './figure.js';
import { readRecords } from './read-records.js';

const abstract = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string().optional(),
  sents: z.array(z.string()).optional(),
});
const question = z.object({ id: z.string(), text: z.string(), qrels: z.record(z.string(), z.number()) });
type Abstract = z.output<typeof abstract>;
type Question = z.output<typeof question>;

const tenant = 'evaluation';
const depth = 10;
const deadlineMs = 900_000;

/** Measures the ranking of the product's own index on a collection of abstracts with judged queries. */
export function retrievalSet(name: string, compared: { floor: number; published: string | null }) {
  return async ({ data, split }: SetOptions): Promise<Measured | string> => {
    const folder = join(data, name);
    const [corpus, questions] = await Promise.all([
      readRecords(join(folder, 'corpus.jsonl'), abstract),
      readRecords(join(folder, `${split}.jsonl`), question),
    ]);
    if (corpus === null) return `there is no ${join(folder, 'corpus.jsonl')}`;
    if (questions === null) return `there is no ${join(folder, `${split}.jsonl`)}`;
    return withIndex(async (index) => {
      const signal = AbortSignal.timeout(deadlineMs);
      const began = performance.now();
      for (const each of corpus) await index.upsert(tenant, indexed(each), signal);
      const fillMs = performance.now() - began;
      const answers = await ask(index, questions, signal);
      const times = [
        { name: `indexing ${corpus.length} documents`, ms: fillMs },
        { name: 'query, mean', ms: mean(answers.map(({ ms }) => ms)) },
        {
          name: 'query, 95th percentile',
          ms: percentile(
            answers.map(({ ms }) => ms),
            0.95,
          ),
        },
      ];
      const door =
        'the search index with the passages that ingestion cuts (linear gain, discount log2(rank + 1))';
      return { records: questions.length, door, figures: figures(answers, compared), times, misses: [] };
    });
  };
}

/** As ingestion would index a text that begins with its title. */
function indexed({ id, title, text, sents }: Abstract) {
  const body = text ?? (sents ?? []).join(' ');
  const whole = body.startsWith(title) ? body : `${title}\n\n${body}`;
  const chunks = chunkPages([{ number: 1, text: whole, lines: [] }], null);
  return { documentId: id, versionId: id, title, kind: null, language: null, access: ['tenant'], chunks };
}

interface Answer {
  id: string;
  ranked: string[];
  qrels: Question['qrels'];
  ms: number;
}

async function ask(
  index: SearchIndex,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { id, text, qrels } of questions) {
    const began = performance.now();
    const query = { text, first: depth, rights: { mode: 'any' as const, principals: [] } };
    const { hits } = await index.query(tenant, query, signal);
    answers.push({
      id,
      ranked: hits.map(({ documentId }) => documentId),
      qrels,
      ms: performance.now() - began,
    });
  }
  return answers;
}

function figures(
  answers: readonly Answer[],
  compared: { floor: number; published: string | null },
): Figure[] {
  const over = (measure: typeof ndcg) =>
    answers.map(({ id, ranked, qrels }) => [id, measure(ranked, qrels, depth)] as const);
  return [
    figureOf('nDCG@10', over(ndcg), compared),
    figureOf('MRR@10', over(reciprocalRank)),
    figureOf('recall@10', over(recall)),
  ];
}

async function withIndex<T>(work: (index: SearchIndex) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-eval-'));
  const index = openSearch(loadConfig({ DATA_DIR: folder }));
  try {
    return await work(index);
  } finally {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  }
}
