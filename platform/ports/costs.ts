/* What model calls use, cost and may cost. Amounts are nano-dollars: integers, never a fraction. */
import type { RequestContext } from 'tributary/sdk';
import type { Transaction } from './database.js';

/** Tokens as OpenTelemetry counts them. */
export interface TokenUsage {
  /** All that the model read, also what came from the provider's cache. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** All that the model wrote, also what it thought. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** Nano-dollars a million tokens; null: as the rate that the tokens belong to (input, or output for reasoning). */
export interface Rates {
  readonly input: bigint;
  readonly output: bigint;
  readonly cacheRead: bigint | null;
  readonly cacheWrite: bigint | null;
  readonly reasoning: bigint | null;
}

/** What a model costs from a moment on. */
export interface Price {
  readonly provider: string;
  readonly model: string;
  readonly rates: Rates;
  /** Rates of calls that read more tokens than this; the highest that applies. */
  readonly tiers: readonly { readonly aboveInputTokens: number; readonly rates: Rates }[];
  /** ISO 8601. */
  readonly effectiveFrom: string;
}

/** Prices as rows with effective dates: the tenant's own before the operator's. */
export interface Prices {
  /** The price that holds now; null when nobody entered one. */
  find(tenant: string, model: { provider: string; model: string }): Promise<Price | null>;
}

/** One call of a provider, whether it answered or not; a row of its own that never changes. */
export interface ModelCall {
  /** UUIDv7. */
  readonly id: string;
  readonly operation: 'chat' | 'embeddings';
  readonly alias: string;
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  /** From 1; counts over all targets of one request. */
  readonly attempt: number;
  readonly promptVersion: string | null;
  readonly usage: TokenUsage;
  /** Who counted: the provider, or we from what was sent and received, for a stream that broke or was cancelled. */
  readonly counted: 'PROVIDER' | 'ESTIMATED';
  /** Null: the price is not known. */
  readonly nanoUsd: bigint | null;
  /** `ok`, or the class of its error. */
  readonly outcome: string;
  readonly durationMs: number;
}

/** Whether a reservation was admitted; if not, by which budget. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly budget: string; readonly resetsAt: string };

/** Who spends: a run of a plugin's capability, or a part of the system (`runId` is then its own id of the work). */
export interface Spender {
  readonly runId: string;
  readonly plugin: string;
  readonly capability: string;
}

/** A spender in one attempt of its work, with what its plugin's manifest lets it spend. */
export interface Account extends Spender {
  /** Which attempt of the run; 0 for work that is no run. */
  readonly epoch: number;
  /** What the manifest of the plugin allows in a month; a budget that the tenant sets for the plugin goes before it. */
  readonly pluginMonthlyNano: bigint | null;
}

/** A call that has ended, with what was expected of it before. */
export interface EndedCall {
  readonly call: ModelCall;
  /** What was held for it: the most that it could cost. */
  readonly heldNano: bigint;
  /** The tokens that `heldNano` was made from; null when nobody said. */
  readonly expected: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /** Whether the provider billed more than the most. */
  readonly isAboveMaximum: boolean;
}

/**
 * Budgets a tenant and, within it, of plugins and actors, by day and month. What is held counts as spent until it is
 * settled, so no two can overspend a budget. Kept by `capabilities`. Everything of it locks one thing only, a tenant's
 * ledger, until the transaction ends: make it the last that a transaction does.
 */
export interface Ledger {
  /** Settles the calls that have ended and, if every budget has room, holds for one to come. One statement. */
  hold(
    tx: Transaction,
    context: RequestContext,
    account: Account,
    hold: { readonly callId: string; readonly nanoUsd: bigint },
    ended: readonly EndedCall[],
  ): Promise<Admission>;
  /** Writes the calls that have ended, bills them, and gives back what was held for those that were not made. */
  settle(
    tx: Transaction,
    context: RequestContext,
    account: Account,
    ended: readonly EndedCall[],
    unused: readonly string[],
  ): Promise<void>;
  /** Bills what lost attempts of a run hold as if it had been used: nobody knows what was. */
  billLost(tx: Transaction, context: RequestContext, runId: string): Promise<void>;
}
