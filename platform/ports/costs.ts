/* What model calls use, cost and may cost. Amounts are nano-dollars: integers, never a fraction. */

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
