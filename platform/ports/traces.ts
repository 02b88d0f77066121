/*
 * What a run did, step by step. The names here are our own; one file maps them to those of OpenTelemetry. Recording is
 * synchronous and in memory: it costs a run nothing but its final row.
 */
import type { RequestContext } from 'tributary/sdk';
import type { TokenUsage } from './costs.js';
import type { Transaction } from './database.js';

export type SpanKind =
  | 'run'
  | 'prompt'
  | 'chat'
  | 'embeddings'
  | 'retrieval'
  | 'tool'
  | 'guardrail'
  | 'rules'
  | 'cache';

/** What is known of a span; no personal text. */
export interface SpanAttributes {
  capability?: string;
  plugin?: string;
  engine?: 'MODEL' | 'BUILT_IN';
  outcome?: string;
  alias?: string;
  target?: string;
  provider?: string;
  model?: string;
  attempt?: number;
  /** The target that did not answer, and the class of its error. */
  fallbackFrom?: string;
  fallbackReason?: string;
  promptVersion?: string;
  maxOutputTokens?: number;
  temperature?: number;
  seed?: number;
  outputType?: 'text' | 'json';
  responseId?: string;
  responseModel?: string;
  finishReason?: string;
  usage?: TokenUsage;
  /** Nano-dollars as a decimal string; null when the price is not known. */
  nanoUsd?: string | null;
  timeToFirstChunkMs?: number;
  chunks?: number;
  /** Tokens of context that did not fit. */
  truncatedTokens?: number;
  documents?: readonly { id: string; score: number | null }[];
  dimensions?: number;
  texts?: number;
  cached?: number;
  tool?: string;
  callId?: string;
  verdict?: 'ALLOW' | 'MODIFY' | 'BLOCK' | 'PASSED' | 'FIXED' | 'REVIEW' | 'REJECTED';
  findings?: readonly string[];
  hit?: 'EXACT' | 'SEMANTIC' | 'MISS';
}

/** A span that has ended. Append-only: it never changes. */
export interface SpanRecord {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: SpanKind;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** The code of what went wrong. */
  readonly error: string | null;
  readonly attributes: Readonly<SpanAttributes>;
  /** Prompts, queries and answers: kept encrypted, and only where the operator asked for it. */
  readonly content: Readonly<Record<string, unknown>> | null;
}

/** Where spans begin. */
export interface SpanScope {
  /** Ends when its `end` is called; one that is never ended ends with the run. */
  begin(kind: SpanKind, name: string, attributes?: SpanAttributes): OpenSpan;
}
export interface OpenSpan extends SpanScope {
  readonly id: string;
  set(attributes: SpanAttributes): void;
  /** Dropped at once unless content is kept. */
  content(name: string, value: unknown): void;
  end(error?: string | null): void;
}

/** Keeps the spans of runs, and sends them to a collector when one is configured. */
export interface Traces {
  /** Writes the tree in the run's own final transaction. */
  record(
    tx: Transaction,
    context: RequestContext,
    run: { id: string; epoch: number },
    spans: readonly SpanRecord[],
  ): Promise<void>;
}
