import type { TokenUsage } from '#platform';

/** Where a text of a prompt comes from; everything but the template is untrusted. */
export type Provenance = 'system' | 'user' | 'document' | 'tool';

/** One message to a model, as every provider takes it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Of an assistant's message: the tools that it asked for. */
  readonly toolCalls?: readonly { id: string; name: string; arguments: unknown }[];
  /** Of a tool's message: which call it answers. */
  readonly toolCallId?: string;
}

/** A tool that a model may ask for. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly seed?: number;
  /** JSON Schema that the answer has to fit; null for text. */
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> } | null;
  readonly tools?: readonly ToolDefinition[];
}

/** What a provider streams: any number of parts, usage at most once, `finish` last. */
export type ChatChunk =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: unknown }
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  | {
      readonly type: 'finish';
      readonly reason: 'stop' | 'length' | 'content-filter' | 'tool-calls';
      readonly responseId: string | null;
      readonly model: string | null;
    };

/**
 * A model behind a provider's protocol, which is told the W3C trace context where there is one. It makes one attempt: no
 * retry, no fallback, no deadline of its own but the signal. A stream that ends without `finish` is broken, and throws.
 * @throws ProviderFailure
 */
export interface ChatProvider {
  /** Its name in OpenTelemetry's list, such as `openai`. */
  readonly name: string;
  readonly model: string;
  /** How it takes a schema: natively, as any JSON object, or only in words. */
  readonly structured: 'schema' | 'object' | 'none';
  stream(request: ChatRequest, signal: AbortSignal, traceparent?: string): AsyncIterable<ChatChunk>;
}

export interface EmbeddingProvider {
  readonly name: string;
  readonly model: string;
  /** How many texts one call takes. */
  readonly batchSize: number;
  embed(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ vectors: number[][]; usage: TokenUsage | null }>;
}

/** Why an attempt failed; decides whether it is tried again, elsewhere, or not at all. */
export type FailureClass =
  | 'rate-limit'
  | 'overloaded'
  | 'timeout'
  | 'connection'
  | 'context-window'
  | 'content-policy'
  | 'authentication'
  | 'bad-request'
  | 'malformed'
  | 'interrupted'
  /** Found by who asks: it ended well, and said nothing. */
  | 'empty';

/** A failed attempt. Nothing of it holds the provider's own words, which can repeat the prompt and the key. */
export class ProviderFailure extends Error {
  readonly class: FailureClass;
  readonly status: number | null;
  /** What `Retry-After` said, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** What the provider calls it, for logs: a word such as `model_not_found`. */
  readonly code: string | null;

  constructor(
    failure: {
      class: FailureClass;
      status?: number | null;
      retryAfterMs?: number | null;
      code?: string | null;
    },
    options?: ErrorOptions,
  ) {
    super(failure.status ? `${failure.class} (${failure.status})` : failure.class, options);
    this.class = failure.class;
    this.status = failure.status ?? null;
    this.retryAfterMs = failure.retryAfterMs ?? null;
    this.code = failure.code ?? null;
  }
}
