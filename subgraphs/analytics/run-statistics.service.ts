import type { RequestContext } from 'tributary/sdk';
import type { Database } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { type Interval, intervals, type Period } from './period.js';

export const groupings = { CAPABILITY: 'capability', ENGINE: 'engine', MODEL: 'model' } as const;
export type Grouping = keyof typeof groupings;

export interface UsagePoint {
  at: Date;
  group: string | null;
  runs: number;
  answered: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: string | null;
}

export interface LatencyPoint {
  at: Date;
  group: string | null;
  runs: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

export interface RunConditions {
  capability?: string | null;
  engine?: string | null;
  model?: string | null;
}

/** Points of an answer; the busiest groups of each interval come first. */
const mostPoints = 1000;

const where = `at >= $1 and at < $2 and ($3::text is null or capability = $3) and ($4::text is null or engine = $4)
  and ($5::text is null or model = $5)`;

/** What runs were used for, what they cost and how long they took. Aggregates of the tenant only. */
export class RunStatistics {
  constructor(private readonly parts: { database: Database }) {}

  usage(context: RequestContext, asked: RunQuestion): Promise<UsagePoint[]> {
    return this.#points<UsagePoint>(
      context,
      asked,
      `count(*) filter (where outcome = 'Answer') as answered, sum(input_tokens)::bigint as "inputTokens",
       sum(output_tokens)::bigint as "outputTokens", trim_scale(sum(cost_usd))::text as "costUsd"`,
    );
  }

  latency(context: RequestContext, asked: RunQuestion): Promise<LatencyPoint[]> {
    const percentile = (share: number) => `percentile_cont(${share}) within group (order by duration_ms)`;
    return this.#points<LatencyPoint>(
      context,
      asked,
      `${percentile(0.5)} as "p50Ms", ${percentile(0.95)} as "p95Ms", ${percentile(0.99)} as "p99Ms"`,
    );
  }

  async #points<Point>(context: RequestContext, asked: RunQuestion, figures: string): Promise<Point[]> {
    authorize(context, 'analytics:read');
    const { period, interval, groupBy, conditions } = asked;
    for (const name of ['capability', 'engine', 'model'] as const) plainText(name, conditions[name]);
    return this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<Point>(
        `select date_trunc('${intervals[interval]}', at, 'UTC') as at, ${groupings[groupBy]} as "group",
           count(*) as runs, ${figures}
         from analytics.run_facts where ${where}
         group by 1, 2 order by 1, 3 desc, 2 limit ${mostPoints}`,
        [
          period.from,
          period.to,
          conditions.capability ?? null,
          conditions.engine ?? null,
          conditions.model ?? null,
        ],
      ),
    );
  }
}

export interface RunQuestion {
  period: Period;
  interval: Interval;
  groupBy: Grouping;
  conditions: RunConditions;
}
