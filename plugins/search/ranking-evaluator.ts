import { AppError, defineEvaluator, z } from 'tributary/sdk';
import { type Judgements, ndcg, recall, reciprocalRank } from 'tributary/text';
import { queryText } from './filter-schema.js';

const depth = 10;
const graded = z.union([
  z.array(z.string()).transform((ids): Judgements => Object.fromEntries(ids.map((id) => [id, 1]))),
  z.object({ relevant: z.array(z.string()) }).transform(({ relevant }): Judgements => {
    return Object.fromEntries(relevant.map((id) => [id, 1]));
  }),
  z.record(z.string(), z.number().nonnegative()),
]);
const hits = z.array(
  z.union([z.string(), z.object({ documentId: z.string() }).transform((hit) => hit.documentId)]),
);
const ranking = z.union([hits, z.object({ hits }).transform((output) => output.hits)]);
const question = z.object({ query: queryText });

/**
 * How well documents are ranked: nDCG@10, recall@10 and the reciprocal rank. `expected` are ids of documents, or their
 * grades by id; `output` is the ranking, ids or hits. Without an output the input's `query` is searched for.
 */
export const rankingEvaluator = defineEvaluator({
  id: 'search.ranking',
  description:
    'nDCG, recall and reciprocal rank of the first ten documents, against those that are relevant.',
  needs: ['search'],
  async evaluate({ id, input, expected, output }, { search }) {
    const judged = graded.safeParse(expected);
    if (!judged.success || !Object.values(judged.data).some((grade) => grade > 0)) {
      throw new AppError('BAD_USER_INPUT', { reason: `${id}: expected has no relevant documents` });
    }
    const ranked = ranking.safeParse(output).data ?? (await found(id, input, search));
    const score = (name: string, value: number) => ({
      name,
      score: value,
      reason: `of the first ${depth} hits; ${Object.keys(judged.data).length} documents are judged`,
    });
    return [
      score('ndcg', ndcg(ranked, judged.data, depth)),
      score('recall', recall(ranked, judged.data, depth)),
      score('reciprocal-rank', reciprocalRank(ranked, judged.data, depth)),
    ];
  },
});

async function found(
  id: string,
  input: unknown,
  search: { query(query: { text: string; first: number }): Promise<{ hits: { documentId: string }[] }> },
): Promise<string[]> {
  const asked = question.safeParse(input);
  if (!asked.success) throw new AppError('BAD_USER_INPUT', { reason: `${id}: no ranking and no query` });
  const page = await search.query({ text: asked.data.query, first: depth });
  return page.hits.map(({ documentId }) => documentId);
}
