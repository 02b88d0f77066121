import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Database } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
import { readableRecommendations } from './readable-recommendations.js';
import type { RecommendationRow } from './recommendation.entity.js';
import { inOrder } from './recommendation-reader.service.js';

interface Place {
  id: string;
  score: number;
}

/**
 * Open recommendations in the order in which they are likely to help the caller. The score is the recommendation's
 * confidence times the caller's affinity to its kind: the posterior mean of a Beta(2, 2) prior after the caller's own
 * verdicts (accepted, approved in a review and thumbs up against rejected and thumbs down), the Bayesian average of binary ratings
 * (Gelman et al., Bayesian Data Analysis, 2.4). What the caller gave a thumbs down is left out.
 */
export class RecommendationsForMe {
  constructor(private readonly database: Database) {}

  async list(
    request: RequestContext,
    { first, after }: { first: number; after: string | null },
  ): Promise<Page<RecommendationRow>> {
    authorize(request, 'documents:read');
    const limit = pageSize(first) + 1;
    const beyond = after ? placeOf(after) : null;
    const access = readableRecommendations(request.rights, 1);
    const open = `r.state in ('OPEN', 'NEEDS_REVIEW') and ${access.sql}
      and not exists (select 1 from recommendations.feedback f
        where f.tenant_id = r.tenant_id and f.recommendation_id = r.id and f.actor = $2 and f.value = 'DOWN')`;
    const values = [access.value, request.actor];
    return this.database.tenant(request.tenant, async (tx) => {
      const table = 'recommendations.recommendations r';
      const [counted] = await tx.query<{ count: number }>(
        `select count(*)::int as count from ${table} where ${open}`,
        values,
      );
      const found = await tx.query<Place>(
        `with voices as (
           select r.kind, case f.value when 'UP' then 1 else 0 end as good
             from recommendations.feedback f join recommendations.recommendations r
               on r.tenant_id = f.tenant_id and r.id = f.recommendation_id where f.actor = $2
           union all
           select kind, case state when 'ACCEPTED' then 1 else 0 end
             from recommendations.recommendations where decided_by = $2 and state in ('ACCEPTED', 'REJECTED')
           union all
           select kind, 1 from recommendations.recommendations where reviewed = 'APPROVED' and $2 = any(reviewed_by)
         ), affinity as (select kind, (2 + sum(good))::float8 / (4 + count(*)) as mean from voices group by kind),
         ranked as (select r.id, r.confidence * coalesce(affinity.mean, 0.5) as score
           from ${table} left join affinity on affinity.kind = r.kind where ${open})
         select id, score from ranked where $3::float8 is null or (score, id) < ($3, $4::uuid)
         order by score desc, id desc limit $5`,
        [...values, beyond?.score ?? null, beyond?.id ?? null, limit],
      );
      const scores = new Map(found.map(({ id, score }) => [id, score]));
      return pageOf(await inOrder(tx, found), {
        first,
        after,
        totalCount: counted?.count ?? 0,
        cursorOf: ({ id }) => [scores.get(id) ?? 0, id],
      });
    });
  }
}

function placeOf(cursor: string): Place {
  const [score, id] = decodeCursor(cursor, 2);
  if (typeof score === 'number' && typeof id === 'string' && validate(id)) return { score, id };
  throw new AppError('CURSOR_INVALID');
}
