import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { OperationProblem } from '#platform';
import { findAppError } from '#platform/errors';
import { loggerFor } from '#platform/telemetry';
import type { Generations } from '../generation/generations.js';
import type { GatewayParts } from '../ports.js';
import type { ParsedOperation } from './documents.js';
import { executeOnce, subscribe } from './execute.js';
import type { OperationParams } from './params.js';
import { Preparation, type PreparedOperation } from './prepare.js';
import { type PublicResult, type Refusal, refusal } from './public-result.js';
import { OperationStream } from './stream.js';
import { SubscriptionCounts } from './subscription-counts.js';

/** The same for every transport. */
export interface OperationRequest {
  params: OperationParams;
  context: RequestContext;
  /** The span of the caller that it is a part of. */
  callerSpan?: string | null;
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

type Parts = Pick<GatewayParts, 'config' | 'limits' | 'registry' | 'log' | 'metrics' | 'tracing'>;

/** Checks operations and executes them, whichever transport they came by. */
export class Operations {
  readonly #parts: Parts;
  readonly #generations: Generations;
  readonly #preparation: Preparation;
  readonly #subscriptions: SubscriptionCounts;
  readonly #streams = new Set<OperationStream>();
  #inFlight = 0;

  constructor(parts: Parts, generations: Generations) {
    this.#parts = parts;
    this.#generations = generations;
    this.#preparation = new Preparation(parts.config, parts.registry);
    this.#subscriptions = new SubscriptionCounts(parts.config.limits);
  }

  /** Throws what the request was refused with: see `refuse`. */
  async run(request: OperationRequest): Promise<Outcome> {
    const { params, context } = request;
    const text = await this.#preparation.find(params, context.tenant);
    // From here to `enter` nothing waits: the generation must not end in between.
    const prepared = this.#preparation.prepare(text, params, this.#generations.newest);
    const { parsed } = prepared;
    const release = this.#enter(prepared, request);
    let isStream = false;
    try {
      await this.#parts.limits.take(context.tenant, prepared.weight);
      const { hash, coordinates, isRegistered } = prepared;
      const tenant = isRegistered ? context.tenant : null;
      this.#parts.registry.used({ hash, coordinates, tenant });
      const result = await this.#result(prepared, request, release);
      isStream = !('data' in result);
      return { parsed, result };
    } finally {
      if (!isStream) release();
    }
  }

  /** What a caller of this document would be refused for; null for nothing. */
  check(document: string, generation = this.#generations.newest): OperationProblem | null {
    return this.#preparation.check(document, generation);
  }

  /** Sends the readers of all streams away, spread over the time so that they do not come back all at once. */
  async sendAway(withinMs: number): Promise<void> {
    await Promise.all(
      [...this.#streams].map(async (stream) => {
        await sleep(Math.random() * withinMs);
        stream.end('GOING_AWAY');
      }),
    );
  }

  /** How a thrown value is told to the client. */
  refuse(thrown: unknown, requestId: string): Refusal {
    const { log, config, metrics } = this.#parts;
    const reason = findAppError(thrown)?.code ?? 'INTERNAL';
    metrics.graphqlRejected.inc({ reason });
    if (reason === 'SLOW_CONSUMER') metrics.slowConsumers.inc();
    return refusal(thrown, { requestId, log, mayExplain: config.gateway.suggestions });
  }

  /** Takes a place where places are bounded; call the answer once when the operation is over. */
  #enter(prepared: PreparedOperation, { context, admit }: OperationRequest): () => void {
    const releases = [admit?.(prepared) ?? null];
    try {
      releases.push(
        prepared.parsed.type === 'subscription' ? this.#enterStream(context) : this.#enterFlight(),
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

  #enterStream({ tenant, actor }: RequestContext): () => void {
    const leave = this.#subscriptions.enter(`${tenant}/${actor}`);
    this.#parts.metrics.subscriptionsActive.inc();
    return () => {
      this.#parts.metrics.subscriptionsActive.dec();
      leave();
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
    { context, signal, callerSpan: parentId = null }: OperationRequest,
    onEnd: () => void,
  ): Promise<PublicResult | OperationStream> {
    const { config, metrics, tracing } = this.#parts;
    const log = loggerFor(this.#parts.log, context);
    const { type } = prepared.parsed;
    const limitMs = type === 'mutation' ? config.limits.mutationMs : config.limits.operationMs;
    const parts = { prepared, context, signal, log, limitMs };
    const began = performance.now();
    const served = (error: string | null) =>
      tracing.served(context, { type, parentId, durationMs: performance.now() - began, error });
    if (type === 'subscription') {
      let hasEnded = false;
      const ended = () => {
        if (!hasEnded) served(null);
        hasEnded = true;
        onEnd();
      };
      return this.#subscribe({ ...parts, onEnd: ended });
    }
    let outcome: string = 'INTERNAL';
    try {
      const result = await executeOnce(parts);
      outcome = result.errors ? 'ERRORS' : 'OK';
      return result;
    } catch (error) {
      outcome = findAppError(error)?.code ?? outcome;
      throw error;
    } finally {
      const ms = performance.now() - began;
      served(outcome === 'OK' ? null : outcome);
      metrics.graphqlRequestDuration.observe({ operation_type: type, outcome }, ms / 1000);
      log.debug({ operation: prepared.hash, type, outcome, ms: Math.round(ms) }, 'an operation was answered');
    }
  }

  async #subscribe(execution: Parameters<typeof subscribe>[0]): Promise<PublicResult | OperationStream> {
    const onEnd = () => {
      execution.onEnd();
      if (result instanceof OperationStream) this.#streams.delete(result);
    };
    const result = await subscribe({ ...execution, onEnd });
    if (result instanceof OperationStream) this.#streams.add(result);
    return result;
  }
}
