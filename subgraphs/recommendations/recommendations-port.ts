import { AppError, type RecommendationSummary, type RequestContext } from 'tributary/sdk';
import type { Database, FeedbackPort, RecommendationsPort } from '#platform';
import { readableClause } from '#platform/access';
import type { RecommendationRow } from './recommendation.entity.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

const most = 100;

/** What capabilities read of recommendations, with evidence in documents that the caller may read. */
export function recommendationsPort(reader: RecommendationReader): RecommendationsPort {
  const summaries = async (
    request: RequestContext,
    rows: readonly RecommendationRow[],
  ): Promise<RecommendationSummary[]> => {
    const named = rows.flatMap(({ evidence }) => evidence.map(({ documentId }) => documentId));
    const readable = await reader.readableDocuments(request, named);
    const ids = new Set(named.filter((_id, at) => readable[at]));
    return rows.map((row) =>
      summaryOf(
        row,
        row.evidence.filter(({ documentId }) => ids.has(documentId)),
      ),
    );
  };
  return {
    async list(request, { documentId, first }) {
      const page = await reader.list(request, { documentId }, { first: Math.min(first, most), after: null });
      return summaries(request, page.nodes);
    },
    async read(request, recommendationId) {
      const [row] = await reader.find(request, [recommendationId]);
      const [summary] = row ? await summaries(request, [row]) : [];
      if (!summary) throw new AppError('NOT_FOUND', { thing: 'The recommendation' });
      return summary;
    },
  };
}

/** What people said: decisions and thumbs, newest first. */
export function feedbackPort(database: Database): FeedbackPort {
  return {
    async onRecommendations(request, { actor, first }) {
      const access = readableClause(request.rights, 'Document', 'r.document_id', 1);
      return database.tenant(request.tenant, async (tx) => {
        const rows = await tx.query<{
          id: string;
          document_id: string;
          kind: string;
          actor: string;
          value: 'UP' | 'DOWN' | 'ACCEPTED' | 'REJECTED';
          at: Date;
        }>(
          `select * from (
             select r.id, r.document_id, r.kind, f.actor, f.value, f.at from recommendations.feedback f
               join recommendations.recommendations r on r.tenant_id = f.tenant_id and r.id = f.recommendation_id
               where ${access.sql}
             union all
             select r.id, r.document_id, r.kind, r.decided_by, r.state, r.decided_at
               from recommendations.recommendations r where r.state in ('ACCEPTED', 'REJECTED') and ${access.sql}
           ) voices where ($2::text is null or actor = $2) order by at desc limit $3`,
          [access.value, actor ?? null, Math.min(first, most)],
        );
        return rows.map(({ id, document_id, kind, actor: by, value, at }) => ({
          recommendationId: id,
          documentId: document_id,
          kind,
          actor: by,
          value,
          at: new Date(at).toISOString(),
        }));
      });
    },
  };
}

function summaryOf(
  row: RecommendationRow,
  evidence: RecommendationSummary['evidence'],
): RecommendationSummary {
  const { id, documentId, kind, title, rationale, confidence, facts, state, createdAt } = row;
  const action = row.action ?? null;
  return {
    id,
    documentId,
    kind,
    title,
    rationale,
    confidence,
    evidence,
    facts,
    state,
    action,
    createdAt: createdAt.toISOString(),
  };
}
