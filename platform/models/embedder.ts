import { AppError, z } from 'tributary/sdk';
import type { Embedder } from '#platform';
import type { ModelSettings } from './models-file.js';

const answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
});
const batchSize = 64;

/**
 * Embeddings by the OpenAI protocol. Queries are embedded where they are asked, in the main thread too, so this is a
 * plain request: LangChain is for the worker.
 */
export function createEmbedder(settings: ModelSettings): Embedder {
  return {
    model: settings.model,
    async embed(texts, signal) {
      const vectors: number[][] = [];
      for (let at = 0; at < texts.length; at += batchSize) {
        vectors.push(...(await embedBatch(settings, texts.slice(at, at + batchSize), signal)));
      }
      return vectors;
    },
  };
}

async function embedBatch(
  { baseUrl, model, apiKey, timeoutMs }: ModelSettings,
  input: readonly string[],
  signal: AbortSignal,
): Promise<number[][]> {
  const failed = (reason: string, cause?: unknown) => new AppError('MODEL_FAILED', { reason }, { cause });
  let body: unknown;
  try {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, input, encoding_format: 'float' }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) throw failed(`it answered ${response.status}`);
    body = await response.json();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof AppError ? error : failed('no answer', error);
  }
  const parsed = answer.safeParse(body);
  if (!parsed.success || parsed.data.data.length !== input.length)
    throw failed('its answer has another form');
  return parsed.data.data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}
