import { AppError, type RecommendationSummary } from 'tributary/sdk';
import type { Database, FeedbackPort, RecommendationsPort } from '#platform';
import { readableRecommendations } from './readable-recommendations.js';
import type { RecommendationRow } from './recommendation.entity.js';
import type { RecommendationReader } from './recommendation-reader.service.js';

const most = 100;

/** What capabilities read of recommendations. */
export function recommendationsPort(reader: RecommendationReader): RecommendationsPort {
  return {
    async list(request, { documentId, first }) {
      const page = await reader.list(request, { documentId }, { first: Math.min(first, most), after: null });
      return page.nodes.map(summaryOf);
    },
    async ofDocuments(request, documentIds, first) {
      const pages = await reader.ofDocuments(request, documentIds, {
        first: Math.min(first, most),
        after: null,
      });
      return pages.map(({ nodes }) => nodes.map(summaryOf));
    },
    async read(request, recommendationId) {
      const [row] = await reader.find(request, [recommendationId]);
      if (!row) throw new AppError('NOT_FOUND', { thing: 'The recommendation' });
      return summaryOf(row);
    },
  };
}

/** What people said: decisions and thumbs, newest first. */
export function feedbackPort(database: Database): FeedbackPort {
  return {
    async onRecommendations(request, { actor, first }) {
      const access = readableRecommendations(request.rights, 1);
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
             select r.id, r.document_id, r.kind, person, 'UP', r.reviewed_at
               from recommendations.recommendations r cross join lateral unnest(r.reviewed_by) person
               where r.reviewed = 'APPROVED' and ${access.sql}
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

function summaryOf(row: RecommendationRow): RecommendationSummary {
  const { id, documentId, kind, title, rationale, confidence, evidence, facts, state, createdAt } = row;
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
