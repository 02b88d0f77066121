import type { RequestContext } from 'tributary/sdk';
import type { Database } from '#platform';
import { authorize, readableClause } from '#platform/access';
import { decodeCursor, encodeCursor, type Page, pageSize } from '#platform/graph';
import type { RecommendationRow } from './recommendation.entity.js';
import { inOrder } from './recommendation-reader.service.js';

/**
 * Open recommendations in the order in which they are likely to help the caller. The score is the recommendation's
 * confidence times the caller's affinity to its kind: the posterior mean of a Beta(2, 2) prior after the caller's own
 * verdicts (accepted and thumbs up against rejected and thumbs down), the Bayesian average of binary ratings
 * (Gelman et al., Bayesian Data Analysis, 2.4). What the caller gave a thumbs down is left out.
 */
export class RecommendationsForMe {
  constructor(private readonly database: Database) {}

  async list(
    request: RequestContext,
    { first, after }: { first: number; after: string | null },
  ): Promise<Page<RecommendationRow>> {
    authorize(request, 'documents:read');
    const size = pageSize(first);
    const offset = after ? Number(decodeCursor(after, 1)[0]) : 0;
    const access = readableClause(request.rights, 'Document', 'r.document_id', 1);
    const where = `r.state in ('OPEN', 'NEEDS_REVIEW') and ${access.sql}
      and not exists (select 1 from recommendations.feedback f
        where f.tenant_id = r.tenant_id and f.recommendation_id = r.id and f.actor = $2 and f.value = 'DOWN')`;
    const values = [access.value, request.actor];
    return this.database.tenant(request.tenant, async (tx) => {
      const table = 'recommendations.recommendations r';
      const [counted] = await tx.query<{ count: number }>(
        `select count(*)::int as count from ${table} where ${where}`,
        values,
      );
      const found = await tx.query<{ id: string }>(
        `with voices as (
           select r.kind, case f.value when 'UP' then 1 else 0 end as good
             from recommendations.feedback f join recommendations.recommendations r
               on r.tenant_id = f.tenant_id and r.id = f.recommendation_id where f.actor = $2
           union all
           select kind, case state when 'ACCEPTED' then 1 else 0 end
             from recommendations.recommendations where decided_by = $2 and state in ('ACCEPTED', 'REJECTED')
         ), affinity as (select kind, (2 + sum(good))::float8 / (4 + count(*)) as mean from voices group by kind)
         select r.id from ${table} left join affinity on affinity.kind = r.kind where ${where}
         order by r.confidence * coalesce(affinity.mean, 0.5) desc, r.id desc offset $3 limit $4`,
        [...values, offset, size + 1],
      );
      const rows = (await inOrder(tx, found)).slice(0, size);
      const edges = rows.map((node, at) => ({ cursor: encodeCursor([offset + at + 1]), node }));
      const pageInfo = {
        hasNextPage: found.length > size,
        hasPreviousPage: offset > 0,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
      return { nodes: rows, edges, pageInfo, totalCount: counted?.count ?? 0 };
    });
  }
}
