import type { RequestContext } from 'tributary/sdk';
import type { Database, Transaction } from '#platform';
import { isAuthorized } from '#platform/access';
import type { PromptUsage } from './prompt.type.js';

/** From when and to when, exclusive; null for no bound. */
export interface UsagePeriod {
  readonly since: Date | null;
  readonly until: Date | null;
}

/** What runs did with versions of prompts, all of the tenant. */
export class PromptUsageReader {
  constructor(private readonly database: Database) {}

  /** By names such as `summarize@3`, in their order; null for who may not know. */
  async of(
    context: RequestContext,
    names: readonly string[],
    period: UsagePeriod,
  ): Promise<(PromptUsage | null)[]> {
    const isAllowed = isAuthorized(context, 'prompts:manage') || isAuthorized(context, 'analytics:read');
    if (!isAllowed) return names.map(() => null);
    return this.database.tenant(context.tenant, async (tx) => {
      const runs = await readRuns(tx, names, period);
      const calls = await readCalls(tx, names, period);
      return names.map((name) => usageOf(name, runs, calls));
    });
  }
}

interface RunsRow {
  name: string;
  outcome: string | null;
  count: number;
  medianMs: number | null;
}

interface CallsRow {
  name: string;
  inputTokens: number;
  outputTokens: number;
  /** Null when one price is not known. */
  costUsd: string | null;
}

/** A row for each outcome of a version, and one with `outcome` null for all of them. */
function readRuns(
  tx: Transaction,
  names: readonly string[],
  { since, until }: UsagePeriod,
): Promise<RunsRow[]> {
  return tx.query<RunsRow>(
    `select used.name, used.outcome, count(*)::int as count,
            percentile_cont(0.5) within group (order by used.ms) as "medianMs"
       from (select name, coalesce(r.result->>'type', 'Failed') as outcome,
                    (r.result->'result'->>'durationMs')::float8 as ms
               from capabilities.runs r cross join lateral unnest(r.prompt_versions) name
              where r.prompt_versions && $1 and r.prompt_versions <> '{}' and name = any($1)
                and ($2::timestamptz is null or r.finished_at >= $2)
                and ($3::timestamptz is null or r.finished_at < $3)) used
      group by grouping sets ((used.name), (used.name, used.outcome)) order by used.name, count desc`,
    [names, since, until],
  );
}

function readCalls(
  tx: Transaction,
  names: readonly string[],
  { since, until }: UsagePeriod,
): Promise<CallsRow[]> {
  return tx.query<CallsRow>(
    `select split_part(prompt_version, ' ', 1) as name, sum(input_tokens)::bigint as "inputTokens",
            sum(output_tokens)::bigint as "outputTokens",
            case when bool_and(nano_usd is not null) then trim_scale(sum(nano_usd) / 1e9::numeric)::text end
              as "costUsd"
       from capabilities.model_calls
      where split_part(prompt_version, ' ', 1) = any($1)
        and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)
      group by 1`,
    [names, since, until],
  );
}

function usageOf(name: string, runs: readonly RunsRow[], calls: readonly CallsRow[]): PromptUsage {
  const own = runs.filter((row) => row.name === name);
  const all = own.find(({ outcome }) => outcome === null);
  const { inputTokens, outputTokens, costUsd } = calls.find((row) => row.name === name) ?? {
    inputTokens: 0,
    outputTokens: 0,
    costUsd: '0',
  };
  return {
    runs: all?.count ?? 0,
    outcomes: own.flatMap(({ outcome, count }) => (outcome === null ? [] : [{ outcome, count }])),
    medianDurationMs: all?.medianMs == null ? null : Math.round(all.medianMs),
    inputTokens: Number(inputTokens),
    outputTokens: Number(outputTokens),
    costUsd,
  };
}
