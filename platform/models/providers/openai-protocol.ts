import type { TokenUsage } from '#platform';
import { ServerSentEvents } from './event-reader.js';
import { failureInBody, interrupted, malformed } from './failure.js';
import {
  type FinishReason,
  isObject,
  objectOf,
  Protocol,
  textOrNull,
  tokensOrNull,
  writeServerSent,
} from './protocol.js';

/** Below this an `obfuscation` can be the same twice by chance. */
const tellingObfuscation = 6;

/** Chat completions, streamed. */
export class OpenAIProtocol extends Protocol {
  readonly mediaType = 'text/event-stream';
  readonly reader = new ServerSentEvents();
  readonly write = writeServerSent;
  #refused = false;

  protected override read(data: string, isRepeated: boolean): boolean {
    if (data.trim() === '[DONE]') {
      this.checkWhole();
      if (this.#refused) this.facts.finish = 'content-filter';
      return true;
    }
    const chunk = objectOf(data);
    const failure = failureInBody(chunk);
    if (failure) throw failure;
    if (!Array.isArray(chunk.choices)) throw malformed();
    if (isRepeated && textOrNull(chunk.obfuscation) !== null) this.#checkObfuscation(chunk.obfuscation);
    this.facts.responseId ??= textOrNull(chunk.id);
    this.facts.model ??= textOrNull(chunk.model);
    const usage = isObject(chunk.usage) ? usageOf(chunk.usage) : null;
    if (usage) this.facts.usage = usage;
    const [choice] = chunk.choices as unknown[];
    if (choice !== undefined) this.#choice(choice, isRepeated);
    return false;
  }

  #choice(choice: unknown, isRepeated: boolean): void {
    if (!isObject(choice)) throw malformed();
    const delta = isObject(choice.delta) ? choice.delta : {};
    const begins = isRepeated && !this.isFirst && textOrNull(delta.role) !== null;
    const speaks = Object.entries(delta).some(([name, value]) => name !== 'role' && hasContent(value));
    // The beginning came again, or something after the end.
    if ((begins && !speaks) || (speaks && this.facts.finish !== null)) throw malformed();
    if (textOrNull(delta.refusal) !== null) this.#refused = true;
    if (speaks) this.said(isRepeated);
    const reason = textOrNull(choice.finish_reason);
    if (reason === null) return;
    // Some repeat the reason beside the usage; the very same event twice is a fault.
    if (isRepeated) throw malformed();
    if (reason === 'error' || reason === 'insufficient_system_resource') throw interrupted();
    this.facts.finish = reasons[reason] ?? 'stop';
  }

  #checkObfuscation(obfuscation: unknown): void {
    // It is random in each event, to hide the lengths of tokens.
    if (typeof obfuscation === 'string' && obfuscation.length >= tellingObfuscation) throw malformed();
  }
}

const reasons: Readonly<Record<string, FinishReason>> = {
  length: 'length',
  max_tokens: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

const hasContent = (value: unknown) =>
  textOrNull(value) !== null || (Array.isArray(value) && value.length > 0);

/** The usage of chat and of embeddings; null when it is not told. */
export function usageOf(usage: Record<string, unknown>): TokenUsage | null {
  const input = tokensOrNull(usage.prompt_tokens);
  if (input === null) return null;
  const output = tokensOrNull(usage.completion_tokens) ?? 0;
  const read = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const wrote = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const reasoning = tokensOrNull(wrote.reasoning_tokens) ?? 0;
  // Some count what the model thought beside the completion; their total shows it.
  const isBeside = usage.total_tokens === input + output + reasoning;
  return {
    inputTokens: input,
    cacheReadTokens: tokensOrNull(read.cached_tokens) ?? tokensOrNull(usage.prompt_cache_hit_tokens) ?? 0,
    cacheWriteTokens: tokensOrNull(read.cache_write_tokens) ?? 0,
    outputTokens: isBeside ? output + reasoning : output,
    reasoningTokens: reasoning,
  };
}
