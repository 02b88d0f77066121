import type { TokenUsage } from '#platform';
import type { CallRequest } from '../port.js';
import type { ChatRequest } from '../providers/provider.js';

/** What a provider adds: roles and separators to a message, its own instructions to tools and schemas. */
const bytesAround = 16;
const bytesOfInstructions = 1024;
/** What a token of usual text has. */
const bytesInToken = 4;

/** How many bytes a provider reads of a request, at most. */
export function bytesOf({ messages, schema, tools }: ChatRequest): number {
  let bytes = 0;
  for (const { content, toolCalls } of messages) {
    bytes += Buffer.byteLength(content) + bytesAround;
    if (toolCalls) bytes += Buffer.byteLength(JSON.stringify(toolCalls));
  }
  if (schema) bytes += Buffer.byteLength(JSON.stringify(schema)) + bytesOfInstructions;
  if (tools && tools.length > 0) bytes += Buffer.byteLength(JSON.stringify(tools)) + bytesOfInstructions;
  return bytes;
}

/** As `bytesOf`, before anything is left out. */
export function askedBytes({ messages, followedBy = [], ...request }: CallRequest): number {
  if (!('messagesFor' in messages)) return bytesOf({ ...request, messages: [...messages, ...followedBy] });
  return messages.bytes + bytesOf({ ...request, messages: followedBy });
}

/** About how many tokens so many bytes are. No tokeniser makes more tokens of a text than it has bytes. */
export function aboutTokens(bytes: number): number {
  return Math.ceil(bytes / bytesInToken);
}

export function usageOf(inputTokens: number, outputTokens: number): TokenUsage {
  return { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
}
