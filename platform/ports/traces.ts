/*
 * What a run did, step by step. The names here are our own; one file maps them to those of OpenTelemetry. Recording is
 * synchronous and in memory: it costs a run nothing but its final row.
 */
import type { RequestContext } from 'tributary/sdk';
import type { TokenUsage } from './costs.js';
import type { Transaction } from './database.js';

export type SpanKind =
  | 'request'
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
  /** What a guardrail looked at, and its text as a keyed hash (`hmac-sha256:…`). */
  screened?: 'INPUT' | 'OUTPUT' | 'STREAM';
  inputHash?: string;
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
  /** The W3C header of what is called within it; empty where nobody keeps spans. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** Dropped at once unless content is kept. */
  content(name: string, value: unknown): void;
  end(error?: string | null): void;
}

/** All that one attempt of a run did, or one request of the gateway. */
export interface SpanTree {
  readonly tenant: string;
  /** Null: it is no run. */
  readonly runId: string | null;
  readonly epoch: number;
  readonly traceId: string;
  /** Whether who began the trace wants it to be exported. */
  readonly sampled: boolean;
  /** The root first. */
  readonly spans: readonly SpanRecord[];
  /** The attempt that this one repeats. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** Spans that were too many. */
  readonly dropped: number;
}

/** Keeps the spans of runs. */
export interface Traces {
  /** Writes the tree in the run's own final transaction; one that is only its root is in the run's row already. */
  record(tx: Transaction, context: RequestContext, tree: SpanTree): Promise<void>;
}

/** Where trees of spans go when a collector is configured. Never waits and never throws. */
export interface SpanExport {
  export(tree: SpanTree): void;
  /** Sends what waits, for at most so long. */
  close(deadlineMs: number): Promise<void>;
}
