import type { ModelsService, RequestContext } from 'tributary/sdk';
import type { Embedder, PromptVersion } from '#platform';

/** The alias that prompts without one of their own use. */
export const defaultAlias = 'chat';

/** Which models are configured, by alias. */
export interface ModelNames {
  /** The name of the model behind an alias; null when there is none. */
  modelOf(alias: string): string | null;
}

/** What one model call used; the price is null when it is not known. */
export interface ModelUsage {
  model: string;
  inputTokens: number;
  outputTokens: number;
  nanoUsd: bigint | null;
}

/** The run that calls models: on whose behalf, until when, and who pays. */
export interface ModelCaller {
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  /** The highest number of output tokens that one call may bill. */
  readonly maxOutputTokens: number;
  /** Before a call: what it may cost at most. Throws `BUDGET_EXCEEDED`. */
  take(nanoUsd: bigint): Promise<void>;
  /** After a call. */
  used(usage: ModelUsage): Promise<void>;
  /** The version of a prompt that is in use. */
  prompt(name: string): Promise<PromptVersion>;
}

/** The model layer: prompts to answers, by the providers that are configured. */
export interface ModelLayer extends ModelNames {
  /** What one call with so many output tokens may cost at most; 0 when the price is not known. */
  maximumCost(alias: string, maxOutputTokens: number): bigint;
  serve(caller: ModelCaller): ModelsService;
  /** Null without an embedding model. */
  readonly embedder: Embedder | null;
}
