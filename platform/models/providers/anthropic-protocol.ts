import { ServerSentEvents } from './event-reader.js';
import { failureInBody, malformed } from './failure.js';
import {
  type FinishReason,
  isObject,
  objectOf,
  Protocol,
  textOrNull,
  tokensOrNull,
  writeServerSent,
} from './protocol.js';

interface Counts {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** Messages, streamed: a beginning, blocks one after another, an end. */
export class AnthropicProtocol extends Protocol {
  readonly mediaType = 'text/event-stream';
  readonly reader = new ServerSentEvents();
  #hasBegun = false;
  #openBlock: number | null = null;
  #blocks = -1;
  #counts: Counts = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

  // The vendor's client takes the kind of an event from its name.
  readonly write = (event: { id: string | null; data: string }): string =>
    `event: ${String((JSON.parse(event.data) as { type: unknown }).type)}\n${writeServerSent(event)}`;

  protected override read(data: string, isRepeated: boolean): boolean {
    const event = objectOf(data);
    if (event.type === 'error') throw failureInBody(event) ?? malformed();
    if (typeof event.type !== 'string') throw failureInBody(event) ?? malformed();
    if (event.type === 'ping') return false;
    if (event.type !== 'message_start' && !this.#hasBegun) throw malformed();
    if (event.type === 'message_start') this.#begin(event.message);
    else if (event.type.startsWith('content_block_')) this.#block(event.type, event, isRepeated);
    else if (event.type === 'message_delta') this.#end(event, isRepeated);
    else if (event.type === 'message_stop') {
      this.checkWhole();
      return true;
    }
    return false;
  }

  #begin(message: unknown): void {
    if (this.#hasBegun || !isObject(message)) throw malformed();
    this.#hasBegun = true;
    this.facts.responseId = textOrNull(message.id);
    this.facts.model = textOrNull(message.model);
    if (isObject(message.usage)) this.#count(message.usage);
  }

  #block(type: string, { index, content_block: begun }: Record<string, unknown>, isRepeated: boolean): void {
    const number = tokensOrNull(index);
    if (number === null || this.facts.finish !== null) throw malformed();
    if (type === 'content_block_start') {
      if (this.#openBlock !== null || number <= this.#blocks || !isObject(begun)) throw malformed();
      this.#openBlock = number;
      this.#blocks = number;
      return;
    }
    if (this.#openBlock !== number) throw malformed();
    if (type === 'content_block_stop') this.#openBlock = null;
    else this.said(isRepeated);
  }

  #end({ delta, usage }: Record<string, unknown>, isRepeated: boolean): void {
    if (isRepeated || !isObject(delta)) throw malformed();
    if (isObject(usage)) this.#count(usage);
    const reason = textOrNull(delta.stop_reason);
    if (reason === null) return;
    if (this.facts.finish !== null) throw malformed();
    this.facts.finish = reasons[reason] ?? 'stop';
  }

  /** Each event counts from the beginning, and may leave out what it does not change. */
  #count(usage: Record<string, unknown>): void {
    const counts = this.#counts;
    const details = isObject(usage.output_tokens_details) ? usage.output_tokens_details : {};
    counts.input = tokensOrNull(usage.input_tokens) ?? counts.input;
    counts.cacheRead = tokensOrNull(usage.cache_read_input_tokens) ?? counts.cacheRead;
    counts.cacheWrite = tokensOrNull(usage.cache_creation_input_tokens) ?? counts.cacheWrite;
    counts.output = tokensOrNull(usage.output_tokens) ?? counts.output;
    counts.reasoning = tokensOrNull(details.thinking_tokens) ?? counts.reasoning;
    this.facts.usage = {
      // Anthropic counts what its cache gave and took beside the rest of the input.
      inputTokens: counts.input + counts.cacheRead + counts.cacheWrite,
      cacheReadTokens: counts.cacheRead,
      cacheWriteTokens: counts.cacheWrite,
      outputTokens: counts.output,
      reasoningTokens: counts.reasoning,
    };
  }
}

const reasons: Readonly<Record<string, FinishReason>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  // A turn that the server paused is not the whole answer.
  pause_turn: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};
