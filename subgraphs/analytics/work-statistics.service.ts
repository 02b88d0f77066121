import type { RequestContext } from 'tributary/sdk';
import type { Database, Transaction } from '#platform';
import { authorize } from '#platform/access';
import type { Period } from './period.js';

/** How many of something; null where nothing is known of it. */
export interface Share {
  name: string | null;
  count: number;
}
export interface DocumentStatistics {
  uploaded: number;
  byStatus: Share[];
  byKind: Share[];
  byCode: Share[];
  meanConfidence: number | null;
  p50DurationMs: number | null;
  p95DurationMs: number | null;
  corrections: number;
  correctedFields: Share[];
}
export interface RecommendationKindStatistics {
  kind: string;
  made: number;
  accepted: number;
  rejected: number;
  up: number;
  down: number;
}
export interface RecommendationStatistics {
  made: number;
  accepted: number;
  rejected: number;
  /** Of those that were decided. */
  acceptanceRate: number | null;
  byKind: RecommendationKindStatistics[];
}
export interface ReviewStatistics {
  requested: number;
  open: number;
  byOutcome: Share[];
  p50ResolutionMs: number | null;
}

const mostShares = 50;

/** What became of documents, recommendations and reviews. Aggregates of the tenant only, from the facts of events. */
export class WorkStatistics {
  constructor(private readonly parts: { database: Database }) {}

  documents(context: RequestContext, period: Period): Promise<DocumentStatistics> {
    return this.#read(context, async (tx) => {
      const shares = (column: string) =>
        sharesOf(tx, `analytics.document_facts`, column, 'uploaded_at', period);
      const [totals] = await tx.query<
        Pick<DocumentStatistics, 'uploaded' | 'meanConfidence' | 'p50DurationMs' | 'p95DurationMs'>
      >(
        `select count(*) as uploaded, avg(mean_confidence) as "meanConfidence",
           percentile_cont(0.5) within group (order by duration_ms) as "p50DurationMs",
           percentile_cont(0.95) within group (order by duration_ms) as "p95DurationMs"
         from analytics.document_facts where uploaded_at >= $1 and uploaded_at < $2`,
        [period.from, period.to],
      );
      const correctedFields = await sharesOf(tx, 'analytics.correction_facts', 'field', 'at', period);
      return {
        uploaded: totals?.uploaded ?? 0,
        meanConfidence: totals?.meanConfidence ?? null,
        p50DurationMs: totals?.p50DurationMs ?? null,
        p95DurationMs: totals?.p95DurationMs ?? null,
        byStatus: await shares('status'),
        byKind: await shares('kind'),
        byCode: (await shares('code')).filter(({ name }) => name !== null),
        corrections: correctedFields.reduce((sum, { count }) => sum + count, 0),
        correctedFields,
      };
    });
  }

  recommendations(context: RequestContext, period: Period): Promise<RecommendationStatistics> {
    return this.#read(context, async (tx) => {
      const byKind = await tx.query<RecommendationKindStatistics>(
        `select r.kind, count(*) as made, count(*) filter (where r.decision = 'ACCEPTED') as accepted,
           count(*) filter (where r.decision = 'REJECTED') as rejected, coalesce(sum(f.up), 0)::bigint as up,
           coalesce(sum(f.down), 0)::bigint as down
         from analytics.recommendation_facts r
         left join lateral (
           select count(*) filter (where value = 'UP') as up, count(*) filter (where value = 'DOWN') as down
           from analytics.feedback_facts where recommendation_id = r.recommendation_id) f on true
         where r.made_at >= $1 and r.made_at < $2 group by r.kind order by 2 desc, 1 limit ${mostShares}`,
        [period.from, period.to],
      );
      const sum = (figure: 'made' | 'accepted' | 'rejected') =>
        byKind.reduce((total, row) => total + row[figure], 0);
      const decided = sum('accepted') + sum('rejected');
      return {
        made: sum('made'),
        accepted: sum('accepted'),
        rejected: sum('rejected'),
        acceptanceRate: decided === 0 ? null : sum('accepted') / decided,
        byKind,
      };
    });
  }

  reviews(context: RequestContext, period: Period): Promise<ReviewStatistics> {
    return this.#read(context, async (tx) => {
      const [totals] = await tx.query<Omit<ReviewStatistics, 'byOutcome'>>(
        `select count(*) as requested, count(*) filter (where resolved_at is null) as open,
           percentile_cont(0.5) within group (order by extract(epoch from resolved_at - requested_at) * 1000)
             filter (where resolved_at is not null) as "p50ResolutionMs"
         from analytics.review_facts where requested_at >= $1 and requested_at < $2`,
        [period.from, period.to],
      );
      const outcomes = await sharesOf(tx, 'analytics.review_facts', 'outcome', 'requested_at', period);
      return {
        requested: totals?.requested ?? 0,
        open: totals?.open ?? 0,
        byOutcome: outcomes.filter(({ name }) => name !== null),
        p50ResolutionMs: totals?.p50ResolutionMs ?? null,
      };
    });
  }

  #read<Answer>(context: RequestContext, work: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    authorize(context, 'analytics:read');
    return this.parts.database.tenant(context.tenant, work);
  }
}

/** Rows of a period by the values of a column, the commonest first. Table and columns are our own names. */
function sharesOf(
  tx: Transaction,
  table: string,
  column: string,
  time: string,
  { from, to }: Period,
): Promise<Share[]> {
  return tx.query<Share>(
    `select ${column} as name, count(*) as count from ${table} where ${time} >= $1 and ${time} < $2
     group by 1 order by 2 desc, 1 limit ${mostShares}`,
    [from, to],
  );
}
