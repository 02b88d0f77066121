import type { RequestContext } from 'tributary/sdk';
import type { Database } from '#platform';
import { dollars } from '#platform/models';
import type { ModelCallType } from './model-call.type.js';

/** What a run has come to so far; null for what is not known. */
export interface RunCost {
  costUsd: string | null;
  /** The most that its calls were, and are, expected to cost. */
  estimatedCostUsd: string | null;
  inputTokens: number;
  outputTokens: number;
  estimatedInputTokens: number;
  estimatedOutputTokens: number;
}

interface CallRow extends Omit<ModelCallType, 'costUsd' | 'estimatedCostUsd'> {
  runId: string;
  nano: string | null;
  held: string;
}

interface CostRow extends Omit<RunCost, 'costUsd' | 'estimatedCostUsd'> {
  runId: string;
  nano: string;
  held: string;
  isKnown: boolean;
}

const noCalls: CostRow = {
  runId: '',
  nano: '0',
  held: '0',
  isKnown: true,
  inputTokens: 0,
  outputTokens: 0,
  estimatedInputTokens: 0,
  estimatedOutputTokens: 0,
};

/** Calls that one run shows; what is beyond stands in `modelUsage`. */
export const mostCalls = 100;

/** The calls and costs of runs that the caller may see. */
export class ModelCallReader {
  constructor(private readonly database: Database) {}

  /** Of each run the first calls, in their order. */
  async calls({ tenant }: RequestContext, runIds: readonly string[]): Promise<ModelCallType[][]> {
    const rows = await this.database.tenant(tenant, (tx) =>
      tx.query<CallRow>(
        `select c.run_id as "runId", c.id, c.operation, c.alias, c.target, c.provider, c.model, c.attempt, c.epoch,
                c.prompt_version as "promptVersion", c.outcome, c.input_tokens as "inputTokens",
                c.cache_read_tokens as "cacheReadTokens", c.cache_write_tokens as "cacheWriteTokens",
                c.output_tokens as "outputTokens", c.reasoning_tokens as "reasoningTokens", c.counted,
                c.expected_input_tokens as "estimatedInputTokens",
                c.expected_output_tokens as "estimatedOutputTokens", c.nano_usd::text as nano,
                c.held_nano::text as held, c.is_above_maximum as "aboveMaximum",
                round(c.duration_ms)::int as "durationMs", c.at
           from unnest($1::uuid[]) r(id)
           cross join lateral (select * from capabilities.model_calls m
                                where m.run_id = r.id order by m.id limit ${mostCalls}) c
          order by c.id`,
        [[...new Set(runIds)]],
      ),
    );
    const byRun = Map.groupBy(rows, ({ runId }) => runId);
    return runIds.map((id) => (byRun.get(id) ?? []).map(shown));
  }

  async costs({ tenant }: RequestContext, runIds: readonly string[]): Promise<RunCost[]> {
    const rows = await this.database.tenant(tenant, (tx) =>
      tx.query<CostRow>(
        `select "runId", sum(nano)::text as nano, sum(held)::text as held, bool_and("isKnown") as "isKnown",
                least(sum("inputTokens"), 2147483647)::int as "inputTokens", least(sum("outputTokens"), 2147483647)::int as "outputTokens",
                least(sum("estimatedInputTokens"), 2147483647)::int as "estimatedInputTokens",
                least(sum("estimatedOutputTokens"), 2147483647)::int as "estimatedOutputTokens"
           from (select run_id as "runId", coalesce(nano_usd, 0) as nano, held_nano as held,
                        nano_usd is not null as "isKnown", input_tokens as "inputTokens",
                        output_tokens as "outputTokens",
                        coalesce(expected_input_tokens, 0) as "estimatedInputTokens",
                        coalesce(expected_output_tokens, 0) as "estimatedOutputTokens"
                   from capabilities.model_calls where run_id = any($1)
                 union all
                 select run_id, 0, nano, true, 0, 0, 0, 0 from capabilities.holds where run_id = any($1)) c
          group by 1`,
        [[...new Set(runIds)]],
      ),
    );
    const byRun = new Map(rows.map((row) => [row.runId, row]));
    return runIds.map((id) => {
      const { nano, held, isKnown, runId: _, ...tokens } = byRun.get(id) ?? noCalls;
      const usd = (amount: string) => (isKnown ? dollars(BigInt(amount)) : null);
      return { ...tokens, costUsd: usd(nano), estimatedCostUsd: usd(held) };
    });
  }
}

function shown({ nano, held, runId: _, ...call }: CallRow): ModelCallType {
  return {
    ...call,
    costUsd: nano === null ? null : dollars(BigInt(nano)),
    estimatedCostUsd: nano === null && held === '0' ? null : dollars(BigInt(held)),
  };
}
