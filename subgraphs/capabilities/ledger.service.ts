import type { RequestContext } from 'tributary/sdk';
import type { Account, EndedCall, Ledger, Outbox, Platform, Transaction } from '#platform';
import { dollars } from '#platform/models';
import { BudgetGauge } from './budget-gauge.js';
import { resetsAt } from './budget-period.js';

/** What a tenant may spend in a month unless somebody sets another limit: 100 US dollars. */
export const defaultMonthNano = 100_000_000_000n;

interface Warned {
  left: number | null;
  /** Null: no budget is to be told of. */
  scope: 'TENANT' | 'PLUGIN' | 'ACTOR' | null;
  subject: string;
  period: 'DAY' | 'MONTH';
  starts: string;
  soft: string;
  hard: string | null;
  spent: string;
}

/** The ledger over the functions of migration 0004, which say how it is kept. */
export function createLedger({ outbox, metrics }: { outbox: Outbox } & Pick<Platform, 'metrics'>): Ledger {
  const gauge = new BudgetGauge(metrics.llmBudgetRemaining);

  /** Tells of the budgets whose soft limit was reached, and shows what is left. */
  async function settled(tx: Transaction, context: RequestContext): Promise<void> {
    const rows = await tx.query<Warned>(
      `select capabilities.month_left($1) as left, scope, subject, period, starts, soft::text as soft,
              hard::text as hard, spent::text as spent
         from (select) one left join capabilities.warn_budgets() on true`,
      [defaultMonthNano.toString()],
    );
    gauge.set(context.tenant, rows[0]?.left ?? null);
    for (const { scope, subject, period, starts, soft, hard, spent } of rows) {
      if (scope === null) continue;
      await outbox.event(tx, context, 'budget.warned', {
        scope,
        subject: subject === '' ? null : subject,
        period,
        resetsAt: resetsAt(period, starts),
        softLimitUsd: dollars(BigInt(soft)),
        hardLimitUsd: hard === null ? null : dollars(BigInt(hard)),
        spentUsd: dollars(BigInt(spent)),
      });
    }
  }

  const settle = async (
    tx: Transaction,
    context: RequestContext,
    account: Account,
    ended: readonly EndedCall[],
    unused: readonly string[] | 'LOST',
  ) => {
    const lost = await tx.query<{ plugin: string; nano: string }>(
      'select plugin, nano::text as nano from capabilities.settle_calls($1, $2, $3, $4, $5, $6, $7, $8)',
      [
        ...spenderOf(context, account),
        JSON.stringify(ended.map(rowOf)),
        unused === 'LOST' ? [] : unused,
        unused === 'LOST',
      ],
    );
    await settled(tx, context);
    return lost;
  };
  return {
    async hold(tx, context, account, { callId, nanoUsd }, ended) {
      const [refused] = await tx.query<{ budget: string; at: Date }>(
        'select budget, resets_at as at from capabilities.hold_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [
          ...spenderOf(context, account),
          callId,
          nanoUsd.toString(),
          account.pluginMonthlyNano?.toString() ?? null,
          defaultMonthNano.toString(),
          JSON.stringify(ended.map(rowOf)),
        ],
      );
      if (ended.length > 0) await settled(tx, context);
      if (!refused) return { admitted: true };
      return { admitted: false, budget: refused.budget, resetsAt: withoutFraction(refused.at) };
    },

    async settle(tx, context, account, ended, unused) {
      await settle(tx, context, account, ended, unused);
    },

    async billLost(tx, context, runId) {
      const account: Account = { runId, plugin: '', capability: '', epoch: 0, pluginMonthlyNano: null };
      for (const { plugin, nano } of await settle(tx, context, account, [], 'LOST')) {
        metrics.llmCost.add({ model: 'unknown', plugin }, BigInt(nano));
      }
    },
  };
}

function spenderOf({ actor }: RequestContext, { runId, epoch, plugin, capability }: Account): unknown[] {
  return [runId, epoch, plugin, capability, actor];
}

/** A call as `settle_calls` reads it; amounts as text, since JSON numbers are not whole. */
function rowOf({ call, heldNano, expected, isAboveMaximum }: EndedCall): Record<string, unknown> {
  const { usage } = call;
  return {
    id: call.id,
    operation: call.operation,
    alias: call.alias,
    target: call.target,
    provider: call.provider,
    model: call.model,
    attempt: call.attempt,
    prompt_version: call.promptVersion,
    input_tokens: usage.inputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    counted: call.counted,
    nano_usd: call.nanoUsd?.toString() ?? null,
    held_nano: heldNano.toString(),
    expected_input_tokens: expected?.inputTokens ?? null,
    expected_output_tokens: expected?.outputTokens ?? null,
    is_above_maximum: isAboveMaximum,
    outcome: call.outcome,
    duration_ms: call.durationMs,
  };
}

const withoutFraction = (at: Date) => at.toISOString().replace('.000Z', 'Z');
