import type { LiveEvents } from '#platform';
import { authorize } from '#platform/access';
import type { GraphContext } from '#platform/graph';
import type { RecommendationRow } from './recommendation.entity.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

/** Recommendations as they are made and decided, each read with the rights of that moment. */
export async function* recommendationChanges(
  { live, reader }: { live: LiveEvents; reader: RecommendationReader },
  { documentId }: { documentId?: string | null },
  { request, signal }: GraphContext,
): AsyncGenerator<RecommendationRow> {
  authorize(request, 'documents:read');
  const names = ['recommendation.made', 'recommendation.decided', 'recommendation.feedback'] as const;
  for await (const { payload } of live.subscribe(request.tenant, names, signal)) {
    if (documentId && 'documentId' in payload && payload.documentId !== documentId) continue;
    const [row] = await reader.find(request, [payload.recommendationId]);
    if (row && (!documentId || row.documentId === documentId)) yield row;
  }
}
