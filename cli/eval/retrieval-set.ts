import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { mean, ndcg, recall, reciprocalRank } from '#text';
import { type RankedAnswer, searchCollection } from './collection.js';
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

const depth = 10;

/** Adds a collection of abstracts through the product's public API and measures how its search ranks them. */
export function retrievalSet(name: string, compared: { floor: number; published: string | null }) {
  return async ({ data, split, say }: SetOptions): Promise<Measured | string> => {
    const folder = join(data, name);
    const [corpus, questions] = await Promise.all([
      readRecords(join(folder, 'corpus.jsonl'), abstract),
      readRecords(join(folder, `${split}.jsonl`), question),
    ]);
    if (corpus === null) return `there is no ${join(folder, 'corpus.jsonl')}`;
    if (questions === null) return `there is no ${join(folder, `${split}.jsonl`)}`;
    const { answers, readMs } = await searchCollection(corpus.map(textOf), questions, say);
    return {
      records: questions.length,
      door: 'added and searched through the public API (linear gain, discount log2(rank + 1))',
      figures: figures(answers, questions, compared),
      times: [{ name: 'a document until it is read', ms: readMs / corpus.length }, ...queryTimes(answers)],
      misses: [],
    };
  };
}

/** How long queries took, all of the way. */
export function queryTimes(answers: readonly RankedAnswer[]): Measured['times'] {
  const times = answers.map(({ ms }) => ms);
  return [
    { name: 'query, mean', ms: mean(times) },
    { name: 'query, 95th percentile', ms: percentile(times, 0.95) },
  ];
}

/** A text that begins with its title, as an abstract in a file does. */
function textOf({ id, title, text, sents }: Abstract) {
  const body = text ?? (sents ?? []).join(' ');
  return { id, title, text: body.startsWith(title) ? body : `${title}\n\n${body}` };
}

function figures(
  answers: readonly RankedAnswer[],
  questions: readonly Question[],
  compared: { floor: number; published: string | null },
): Figure[] {
  const judged = new Map(questions.map(({ id, qrels }) => [id, qrels]));
  const over = (measure: typeof ndcg) =>
    answers.map(({ id, ranked }) => [id, measure(ranked, judged.get(id) ?? {}, depth)] as const);
  return [
    figureOf('nDCG@10', over(ndcg), compared),
    figureOf('MRR@10', over(reciprocalRank)),
    figureOf('recall@10', over(recall)),
  ];
}
