import type { RequestContext } from 'tributary/sdk';
import type { EmbeddingSpace, ModelCall, Price, Spender } from '#platform';
import type { Circuit } from '../chain/circuit.js';
import type { EmbeddingProvider } from '../providers/provider.js';
import type { ProviderSettings } from '../providers/settings.js';

/** One configured model that makes vectors. */
export interface EmbeddingTarget {
  readonly name: string;
  /** Its name in OpenTelemetry's list. */
  readonly provider: string;
  readonly model: string;
  /** Null: as its first answer has them. */
  readonly dimensions: number | null;
  readonly batchSize: number;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  /** Lets it rest when it keeps failing: words, or a later attempt, stand in. */
  readonly circuit: Circuit;
  /** Loads what speaks to it; called on its first use. */
  open(): Promise<EmbeddingProvider>;
  /** Where files of many requests are worked off; null if it has no such endpoint or shall not use it. */
  readonly batches: BatchEndpoint | null;
}

/** Where the endpoints for files and batches of the OpenAI protocol are, and what they want to know. */
export type BatchEndpoint = Pick<
  ProviderSettings,
  'model' | 'baseUrl' | 'apiKey' | 'apiKeyHeader' | 'headers' | 'query' | 'timeouts'
>;

/** Whether vectors of the space come from this target. */
export function makes({ model, dimensions }: EmbeddingTarget, space: EmbeddingSpace): boolean {
  return model === space.model && (dimensions === null || dimensions === space.dimensions);
}

/** Who pays for calls; kept by whoever has the ledger. */
export interface EmbeddingBills {
  /** Null when nobody entered one. */
  price(context: RequestContext, model: { provider: string; model: string }): Promise<Price | null>;
  /** Before each attempt. @throws AppError `BUDGET_EXCEEDED` */
  reserve(payer: Payer, callId: string, nanoUsd: bigint): Promise<void>;
  /** After each attempt, also one that failed. */
  used(payer: Payer, call: ModelCall): Promise<void>;
}
export interface Payer {
  readonly context: RequestContext;
  readonly spender: Spender;
}
