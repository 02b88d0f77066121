import { z } from 'tributary/sdk';
import type { TokenUsage } from '#platform';
import { malformed } from './failure.js';
import { usageOf } from './openai-protocol.js';
import { isObject } from './protocol.js';
import type { EmbeddingProvider } from './provider.js';
import { openaiUrl, type ProviderSettings } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { checkedVectors, mostVectorBytes } from './vectors.js';
import { Wire } from './wire.js';

const answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
  usage: z.unknown().optional(),
});

const defaultBatch = 64;

/**
 * Embeddings by the protocol of OpenAI. Queries are embedded where they are asked, in the main thread too, so this is a
 * plain request: LangChain is for the worker.
 */
export class OpenAIEmbeddings implements EmbeddingProvider {
  readonly name = 'openai';
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
    const { baseUrl = openaiUrl, query = {}, dimensions } = this.#settings;
    const parameters = new URLSearchParams(query).toString();
    const url = `${baseUrl.replace(/\/+$/, '')}/embeddings${parameters === '' ? '' : `?${parameters}`}`;
    const body = JSON.stringify({
      model: this.model,
      input: texts,
      encoding_format: 'float',
      // Many servers refuse the word.
      ...(dimensions === undefined ? {} : { dimensions }),
    });
    const headers = { 'content-type': 'application/json', ...targetHeaders(this.#settings) };
    const value = await this.#wire.json({ url, method: 'POST', headers, body }, mostVectorBytes, signal);
    const parsed = answer.safeParse(value);
    if (!parsed.success) throw malformed(parsed.error);
    const { data, usage } = parsed.data;
    const inOrder = data.toSorted((one, other) => one.index - other.index);
    if (inOrder.some(({ index }, at) => index !== at)) throw malformed();
    const vectors = inOrder.map(({ embedding }) => embedding);
    return {
      vectors: checkedVectors(vectors, texts.length, dimensions),
      usage: isObject(usage) ? usageOf(usage) : null,
    };
  }
}
