import type { AIMessageChunk, BaseMessageLike } from '@langchain/core/messages';
import type { ChatOpenAI } from '@langchain/openai';
import { AppError } from 'tributary/sdk';
import type { ModelSettings } from './models-file.js';

/** One request to a provider. */
export interface ChatRequest {
  messages: BaseMessageLike[];
  maxOutputTokens: number;
  /** Whether the answer has to be one JSON object. */
  json: boolean;
}

/** What the provider counted; zero for what it did not tell. */
export interface TokenCount {
  inputTokens: number;
  outputTokens: number;
}

/** Streams one answer through LangChain; retries are ours, so LangChain makes none. Returns the provider's count. */
export async function* streamChat(
  settings: ModelSettings,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<string, TokenCount | null> {
  // Imported on the first call: it takes a second and 240 MB, which only those with a provider should pay.
  const { ChatOpenAI } = await import('@langchain/openai');
  const model: ChatOpenAI = new ChatOpenAI({
    model: settings.model,
    apiKey: settings.apiKey,
    configuration: { baseURL: settings.baseUrl },
    temperature: 0,
    maxTokens: request.maxOutputTokens,
    maxRetries: 0,
    streamUsage: true,
  });
  const options = request.json ? { response_format: { type: 'json_object' as const } } : {};
  const ending = new AbortController();
  const deadline = AbortSignal.timeout(settings.timeoutMs);
  const total = AbortSignal.any([signal, ending.signal, deadline]);
  let count: TokenCount | null = null;
  let finished = false;
  try {
    const stream = await model.stream(request.messages, { ...options, signal: total });
    const chunks = stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await within(settings.chunkTimeoutMs, total, chunks.next());
      if (next.done) break;
      const text = textOf(next.value);
      if (text !== '') yield text;
      finished ||= typeof next.value.response_metadata.finish_reason === 'string';
      const usage = next.value.usage_metadata;
      if (usage) count = { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens };
    }
  } catch (error) {
    // LangChain wraps the reason of a signal in errors of its own.
    throw deadline.aborted && !signal.aborted ? new AppError('TIMEOUT', {}, { cause: error }) : error;
  } finally {
    ending.abort();
  }
  // The connection can end without an error in the middle of an answer.
  if (!finished) throw new AppError('STREAM_INTERRUPTED');
  return count;
}

function textOf({ content }: AIMessageChunk): string {
  if (typeof content === 'string') return content;
  return content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('');
}

/** Waits for the next part, but not longer than parts may take, nor than the signal lasts. */
async function within<Value>(
  milliseconds: number,
  signal: AbortSignal,
  promise: Promise<Value>,
): Promise<Value> {
  promise.catch(() => undefined); // seen below, unless the signal came first
  signal.throwIfAborted();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  const timer = setTimeout(() => reject(new AppError('TIMEOUT')), milliseconds);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
