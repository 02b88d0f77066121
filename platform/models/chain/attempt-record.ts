import { v7 as newId } from 'uuid';
import type { OpenSpan, Price, SpanAttributes, TokenUsage } from '#platform';
import type { ModelCaller } from '../port.js';
import { costAtMost, costOf } from '../pricing.js';
import type { SentRequest } from './sent-request.js';
import type { Target } from './target.js';
import { aboutTokens, usageOf } from './tokens.js';

/** What is asked of a target. */
export interface Asked {
  readonly target: Target;
  readonly request: SentRequest;
  readonly caller: ModelCaller;
  /** Of the request. */
  readonly bytes: number;
  /** From 1, over all targets of one request. */
  readonly number: number;
  /** The target that should have answered, and why it did not. */
  readonly instead: { readonly of: string; readonly because: string } | null;
}

/** Holds the money of one attempt, adds up what it used, and tells it at its end: to the one who pays, and in a span. */
export class AttemptRecord {
  readonly #asked: Asked;
  readonly #id = newId();
  readonly #startedAt = performance.now();
  readonly #span: OpenSpan;
  #price: Price | null = null;
  #usage: TokenUsage | null = null;
  #firstChunkMs: number | null = null;
  #chunks = 0;
  #isOver = false;
  /** What was received. */
  said = '';

  constructor(asked: Asked) {
    this.#asked = asked;
    const { settings } = asked.target;
    this.#span = asked.caller.span.begin('chat', `chat ${settings.model}`, attributesOf(asked));
    this.#span.content('messages', asked.request.messages);
  }

  /** So that what the provider traces hangs below this attempt. */
  get traceparent(): string {
    return this.#span.traceparent;
  }

  /** @throws AppError `BUDGET_EXCEEDED` */
  async reserve(): Promise<void> {
    const { caller, target, bytes, request } = this.#asked;
    this.#price = await caller.price(this.#model(target));
    const nanoUsd = this.#price ? costAtMost(this.#price, bytes, request.maxOutputTokens) : 0n;
    await caller.reserve(this.#id, nanoUsd, { inputTokens: bytes, outputTokens: request.maxOutputTokens });
  }

  /** It answered, but neither with words nor with a tool to call. */
  get isEmpty(): boolean {
    return this.#chunks === 0;
  }

  /** Nothing was asked of the provider. */
  refused(code: string): void {
    this.#isOver = true;
    this.#span.end(code);
  }

  /** A part came. */
  received(text: string): void {
    this.#firstChunkMs ??= performance.now() - this.#startedAt;
    this.#chunks += 1;
    this.said += text;
  }

  counted(usage: TokenUsage): void {
    this.#usage = usage;
  }

  finished(end: Pick<SpanAttributes, 'responseId' | 'responseModel' | 'finishReason'>): void {
    this.#span.set(end);
  }

  /** What was used: as the provider says, else by what was sent and received. */
  usage(mayBeBilled = true): TokenUsage {
    if (this.#usage) return this.#usage;
    if (!mayBeBilled && this.said === '') return usageOf(0, 0);
    return usageOf(aboutTokens(this.#asked.bytes), aboutTokens(Buffer.byteLength(this.said)));
  }

  /** Tells what it used, once. `outcome` is `ok` or the class of its error. */
  async end(outcome: string, mayBeBilled: boolean): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const { request, target, number, caller } = this.#asked;
    const usage = this.usage(mayBeBilled);
    const nanoUsd = this.#price ? costOf(this.#price, usage) : null;
    this.#span.set({
      usage,
      nanoUsd: nanoUsd === null ? null : String(nanoUsd),
      chunks: this.#chunks,
      outcome,
      ...(this.#firstChunkMs === null ? {} : { timeToFirstChunkMs: this.#firstChunkMs }),
    });
    this.#span.content('answer', this.said);
    this.#span.end(outcome === 'ok' ? null : outcome);
    await caller.used({
      id: this.#id,
      operation: 'chat',
      alias: request.alias,
      target: target.settings.name,
      ...this.#model(target),
      attempt: number,
      promptVersion: request.promptVersion,
      usage,
      counted: this.#usage ? 'PROVIDER' : 'ESTIMATED',
      nanoUsd,
      outcome,
      durationMs: performance.now() - this.#startedAt,
    });
  }

  #model({ providerName, settings }: Target): { provider: string; model: string } {
    return { provider: providerName, model: settings.model };
  }
}

function attributesOf({ target, request, number, instead }: Asked): SpanAttributes {
  const { temperature, seed, promptVersion } = request;
  return {
    alias: request.alias,
    target: target.settings.name,
    provider: target.providerName,
    model: target.settings.model,
    attempt: number,
    maxOutputTokens: request.maxOutputTokens,
    outputType: request.schema ? 'json' : 'text',
    ...(promptVersion === null ? {} : { promptVersion }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(instead ? { fallbackFrom: instead.of, fallbackReason: instead.because } : {}),
  };
}
