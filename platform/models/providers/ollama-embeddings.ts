import { z } from 'tributary/sdk';
import type { TokenUsage } from '#platform';
import { malformed } from './failure.js';
import type { EmbeddingProvider } from './provider.js';
import { ollamaUrl, type ProviderSettings } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { checkedVectors, mostVectorBytes } from './vectors.js';
import { Wire } from './wire.js';

const answer = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.int().nonnegative().optional(),
});

const defaultBatch = 64;

/** Embeddings of a server of Ollama. */
export class OllamaEmbeddings implements EmbeddingProvider {
  readonly name = 'ollama';
  readonly model: string;
  readonly batchSize: number;
  readonly #settings: ProviderSettings;
  readonly #wire: Wire;

  constructor(settings: ProviderSettings) {
    this.model = settings.model;
    this.batchSize = settings.batchSize ?? defaultBatch;
    this.#settings = settings;
    this.#wire = new Wire(settings.timeouts.connectMs);
  }

  async embed(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ vectors: number[][]; usage: TokenUsage | null }> {
    signal.throwIfAborted();
    const { baseUrl = ollamaUrl, dimensions } = this.#settings;
    const url = `${baseUrl.replace(/\/+$/, '')}/api/embed`;
    // A text that is too long is an error: cut in silence, its end could not be found.
    const size = dimensions === undefined ? {} : { dimensions };
    const body = JSON.stringify({ model: this.model, input: texts, truncate: false, ...size });
    const headers = { 'content-type': 'application/json', ...targetHeaders(this.#settings) };
    const value = await this.#wire.json({ url, method: 'POST', headers, body }, mostVectorBytes, signal);
    const parsed = answer.safeParse(value);
    if (!parsed.success) throw malformed(parsed.error);
    const { embeddings, prompt_eval_count: inputTokens } = parsed.data;
    const vectors = checkedVectors(embeddings, texts.length, dimensions);
    return { vectors, usage: inputTokens === undefined ? null : inputUsage(inputTokens) };
  }
}

const inputUsage = (inputTokens: number): TokenUsage => ({
  inputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
});
