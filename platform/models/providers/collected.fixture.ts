import type { TokenUsage } from '#platform';
import { openChatProvider } from './open-provider.js';
import type { ChatChunk, ChatProvider, ChatRequest } from './provider.js';
import type { ProviderSettings } from './settings.js';

export interface Collected {
  text: string;
  chunks: ChatChunk[];
  usage: TokenUsage | null;
  finish: Extract<ChatChunk, { type: 'finish' }> | null;
  /** What was thrown. */
  error: unknown;
}

export const protocols = ['openai', 'anthropic', 'ollama'] as const;

/** A provider of this protocol at a server of the test's own. */
export function openAt(
  protocol: string,
  server: { url: string; origin: string },
  settings: Partial<ProviderSettings> = {},
): Promise<ChatProvider> {
  const baseUrl = protocol === 'openai' ? server.url : server.origin;
  return openChatProvider(protocol, {
    model: 'test-model',
    baseUrl,
    apiKey: 'key',
    timeouts: { connectMs: 2000 },
    ...settings,
  });
}

export const question = (given: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', content: 'What do rivers do?' }],
  maxOutputTokens: 100,
  schema: null,
  ...given,
});

/** Reads an answer to its end, or to its failure. */
export async function collect(
  provider: ChatProvider,
  request: ChatRequest = question(),
  signal: AbortSignal = AbortSignal.timeout(20_000),
): Promise<Collected> {
  const collected: Collected = { text: '', chunks: [], usage: null, finish: null, error: null };
  try {
    for await (const chunk of provider.stream(request, signal)) {
      collected.chunks.push(chunk);
      if (chunk.type === 'text') collected.text += chunk.text;
      if (chunk.type === 'usage') collected.usage = chunk.usage;
      if (chunk.type === 'finish') collected.finish = chunk;
    }
  } catch (error) {
    collected.error = error;
  }
  return collected;
}
