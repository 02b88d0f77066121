import { codePointLength, codePointSlice } from '#text';
import { estimateTokens, tokensPerMessage } from '../context/estimate-tokens.js';
import type { ChatChunk, ChatRequest } from './provider.js';

/** Answers of providers that work in this process, for tests: no network, and the same for the same request. */
export interface LocalAnswer {
  readonly text: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown }[];
  /** In how many chunks the text comes; else by words. */
  readonly chunks?: number | undefined;
}

/** Streams it as a provider would: at most as many tokens as asked, the usage, and why it ended. */
export async function* streamLocally(
  request: ChatRequest,
  model: string,
  { text, toolCalls = [], chunks }: LocalAnswer,
  signal: AbortSignal,
): AsyncGenerator<ChatChunk> {
  let outputTokens = 0;
  let isCut = false;
  for (const part of chunks === undefined ? byWords(text) : inChunks(text, chunks)) {
    // As from a network: others run between two chunks, and whoever left is heard.
    await Promise.resolve();
    signal.throwIfAborted();
    const tokens = estimateTokens(part);
    isCut = outputTokens + tokens > request.maxOutputTokens;
    if (isCut) break;
    outputTokens += tokens;
    yield { type: 'text', text: part };
  }
  if (!isCut) {
    for (const [at, call] of toolCalls.entries()) yield { type: 'tool-call', id: `call-${at + 1}`, ...call };
  }
  yield { type: 'usage', usage: usageOf(request, outputTokens) };
  const whole = toolCalls.length > 0 ? 'tool-calls' : 'stop';
  yield { type: 'finish', reason: isCut ? 'length' : whole, responseId: null, model };
}

/** Counted by the same estimate that fits prompts. */
export function usageOf({ messages }: ChatRequest, outputTokens: number) {
  const inputTokens = messages.reduce(
    (sum, { content }) => sum + estimateTokens(content) + tokensPerMessage,
    0,
  );
  return { inputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens, reasoningTokens: 0 };
}

function byWords(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? (text === '' ? [] : [text]);
}

function inChunks(text: string, count: number): string[] {
  const length = codePointLength(text);
  const wanted = Math.max(1, Math.min(count, length));
  return Array.from({ length: wanted }, (_, at) =>
    codePointSlice(text, Math.floor((at * length) / wanted), Math.floor(((at + 1) * length) / wanted)),
  ).filter((part) => part !== '');
}
