/* Vectors of texts: which space they live in, and who makes them. */
import type { RequestContext } from 'tributary/sdk';
import type { Spender } from './costs.js';
import type { Transaction } from './database.js';
import type { SpanScope } from './traces.js';

/** Where vectors live: only those of the same model and number of dimensions can be compared. */
export interface EmbeddingSpace {
  readonly model: string;
  readonly dimensions: number;
}

export interface EmbedRequest {
  /** For whom: tenant and actor, whose budgets hold. */
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  /** What for, such as `search.query`; names the work in usage rows. */
  readonly purpose: string;
  /** By the model of this space; by that behind the alias `embed` if not given. */
  readonly space?: EmbeddingSpace | null;
  /** Who pays; the system for this purpose if not given. */
  readonly spender?: Spender;
  /** Where the spans of the calls begin; none are kept if not given. */
  readonly span?: SpanScope;
  /** Of many texts that nobody waits for: by the provider's batch endpoint if the target has one, at half the price. */
  readonly unhurried?: {
    /** Told while the batch is worked off; what it throws cancels the batch. */
    progress(done: number): Promise<void>;
  };
}

/** A model that makes vectors, as its price is found. */
export interface EmbeddingModel {
  /** Its name in OpenTelemetry's list. */
  readonly provider: string;
  readonly model: string;
}

/** Makes vectors of texts: batched, retried, each text once. */
export interface Embedder {
  /** The model behind the alias `embed`, which new generations of the search index are made with. */
  readonly model: string;
  /** As configured; null: as the model's first answer has them. */
  readonly dimensions: number | null;
  /** Whether what nobody waits for goes by the provider's batch endpoint: then many texts at once are better than few. */
  readonly hasBatches: boolean;
  /** The space of the model behind the alias; asks the model once if its dimensions are not configured. */
  space(request: Pick<EmbedRequest, 'context' | 'signal'>): Promise<EmbeddingSpace>;
  /** Whether a target makes vectors of this space. */
  serves(space: EmbeddingSpace): boolean;
  /**
   * One vector a text, in order. Equal texts at once are asked for once, short texts of a while ago not again.
   * @throws AppError `MODEL_FAILED`, `BUDGET_EXCEEDED`
   */
  embed(texts: readonly string[], request: EmbedRequest): Promise<number[][]>;
}

/** Vectors as they are kept, by tenant, space and text; each row belongs to a document and goes with it. */
export interface StoredVectors {
  /** Null for what is not stored. */
  find(
    tx: Transaction,
    space: EmbeddingSpace,
    texts: readonly string[],
  ): Promise<(readonly number[] | null)[]>;
  /** In the transaction that holds the document, so that none outlives it. */
  keep(
    tx: Transaction,
    documentId: string,
    space: EmbeddingSpace,
    texts: readonly string[],
    vectors: readonly (readonly number[])[],
  ): Promise<void>;
  /** Deletes the vectors of all other spaces. */
  forgetOthers(tx: Transaction, space: EmbeddingSpace): Promise<void>;
}
