import type { DocumentsService, RecommendationsService } from 'tributary/sdk';
import { type NextAction, nextAction } from '../engine/next-action.js';
import type { Resolvers } from '../schema.types.js';

/** Of one document; what new ones replaced is not among them. */
const mostAdvice = 20;

export const nextActionField: Pick<Resolvers['Document'], 'nextAction'> = {
  async nextAction({ id }, _args, { batch, documents, recommendations }) {
    const found = await batch<string, NextAction | null>('next-action', (ids) =>
      nextActions({ documents, recommendations }, ids),
    ).load(id);
    if (!found) return null;
    const { recommendationId, ...action } = found;
    const recommendation = recommendationId && { __typename: 'Recommendation', id: recommendationId };
    return { ...action, recommendation };
  },
};

async function nextActions(
  { documents, recommendations }: { documents: DocumentsService; recommendations: RecommendationsService },
  ids: readonly string[],
): Promise<(NextAction | null)[]> {
  const [summaries, advice] = await Promise.all([
    documents.summaries(ids),
    recommendations.ofDocuments(ids, mostAdvice),
  ]);
  return summaries.map((summary, at) => summary && nextAction(summary, advice[at] ?? []));
}
