import { AppError, type RequestContext } from 'tributary/sdk';
import type { Generations } from '../generation/generations.js';
import type { GatewayParts } from '../ports.js';
import type { ParsedOperation } from './documents.js';
import { executeOnce, subscribe } from './execute.js';
import { OperationMetrics } from './metrics.js';
import type { OperationParams } from './params.js';
import { Preparation, type PreparedOperation } from './prepare.js';
import { type PublicResult, type Refusal, refusal } from './public-result.js';
import type { OperationStream } from './stream.js';
import { SubscriptionCounts } from './subscription-counts.js';

/** The same for every transport. */
export interface OperationRequest {
  params: OperationParams;
  context: RequestContext;
  /** Ends when the client leaves. */
  signal: AbortSignal;
  /** Refuses what the transport cannot carry, such as a mutation by GET. What it returns is called at the end. */
  admit?(operation: PreparedOperation): (() => void) | null;
}

/** What was asked for and what came of it: for a subscription its stream, or why there is none. */
export interface Outcome {
  parsed: ParsedOperation;
  result: PublicResult | OperationStream;
}

type Parts = Pick<GatewayParts, 'config' | 'limits' | 'registry' | 'log' | 'metrics'>;

/** Checks operations and executes them, whichever transport they came by. */
export class Operations {
  readonly #parts: Parts;
  readonly #generations: Generations;
  readonly #preparation: Preparation;
  readonly #subscriptions: SubscriptionCounts;
  readonly #metrics: OperationMetrics;
  #inFlight = 0;

  constructor(parts: Parts, generations: Generations) {
    this.#parts = parts;
    this.#generations = generations;
    this.#preparation = new Preparation(parts.config, parts.registry);
    this.#subscriptions = new SubscriptionCounts(parts.config.limits);
    this.#metrics = new OperationMetrics(parts.metrics, () => this.#subscriptions.open);
  }

  /** Throws what the request was refused with: see `refuse`. */
  async run(request: OperationRequest): Promise<Outcome> {
    const prepared = this.#preparation.prepare(request.params, this.#generations.newest);
    const { parsed } = prepared;
    const release = this.#enter(prepared, request);
    let isStream = false;
    try {
      await this.#parts.limits.take(request.context.tenant, prepared.weight);
      this.#parts.registry.used(prepared);
      const result = await this.#result(prepared, request, release);
      isStream = !('data' in result);
      this.#metrics.count(parsed.type, 'OK');
      return { parsed, result };
    } finally {
      if (!isStream) release();
    }
  }

  /** How a thrown value is told to the client. */
  refuse(thrown: unknown, requestId: string): Refusal {
    this.#metrics.count('any', thrown instanceof AppError ? thrown.code : 'INTERNAL');
    const { log, config } = this.#parts;
    return refusal(thrown, { requestId, log, mayExplain: config.gateway.suggestions });
  }

  /** Takes a place where places are bounded; call the answer once when the operation is over. */
  #enter(prepared: PreparedOperation, { context, admit }: OperationRequest): () => void {
    const releases = [admit?.(prepared) ?? null];
    try {
      releases.push(
        prepared.parsed.type === 'subscription'
          ? this.#subscriptions.enter(`${context.tenant}/${context.actor}`)
          : this.#enterFlight(),
      );
    } catch (error) {
      releases[0]?.();
      throw error;
    }
    releases.push(prepared.generation.enter());
    return () => {
      for (const release of releases.splice(0)) release?.();
    };
  }

  #enterFlight(): () => void {
    if (this.#inFlight >= this.#parts.config.limits.inFlight) {
      throw new AppError('UNAVAILABLE', { thing: 'A free place' });
    }
    this.#inFlight += 1;
    return () => {
      this.#inFlight -= 1;
    };
  }

  async #result(
    prepared: PreparedOperation,
    { context, signal }: OperationRequest,
    onEnd: () => void,
  ): Promise<PublicResult | OperationStream> {
    const { log, config } = this.#parts;
    const parts = { prepared, context, signal, log };
    if (prepared.parsed.type === 'subscription') return subscribe({ ...parts, onEnd });
    const began = performance.now();
    try {
      return await executeOnce({ ...parts, limitMs: config.limits.operationMs });
    } finally {
      this.#metrics.answered(prepared.parsed.type, performance.now() - began);
    }
  }
}
