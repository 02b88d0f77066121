import { z } from 'tributary/sdk';
import type { Embedder } from '#platform';
import type { TargetSettings } from './configuration/target.js';
import { createEmbedder } from './embeddings/index.js';
import { type EmbeddingProvider, ProviderFailure } from './providers/provider.js';

const answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
});
const batchSize = 64;

/** The embedder of one model that speaks the OpenAI protocol. */
export function embedderOf(settings: TargetSettings): Embedder {
  const { model, timeouts } = settings;
  const target = {
    name: settings.name,
    provider: 'openai',
    model,
    dimensions: null,
    batchSize,
    timeoutMs: timeouts.totalMs,
    open: async () => openAi(settings),
    batches: null,
  };
  return createEmbedder({ own: [target], all: [target], bills: null });
}

function openAi({ baseUrl = 'https://api.openai.com/v1', model, apiKey }: TargetSettings): EmbeddingProvider {
  return {
    name: 'openai',
    model,
    batchSize,
    async embed(input, signal) {
      let response: Response;
      try {
        response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ model, input, encoding_format: 'float' }),
          signal,
        });
      } catch (cause) {
        throw new ProviderFailure({ class: signal.aborted ? 'timeout' : 'connection' }, { cause });
      }
      if (!response.ok) {
        const overloaded = response.status >= 500 ? 'overloaded' : 'bad-request';
        const kind = response.status === 429 ? 'rate-limit' : overloaded;
        const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
        const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
        throw new ProviderFailure({ class: kind, status: response.status, retryAfterMs });
      }
      const parsed = answer.safeParse(await response.json().catch(() => null));
      if (!parsed.success) throw new ProviderFailure({ class: 'malformed' });
      const vectors = parsed.data.data.toSorted((a, b) => a.index - b.index).map((one) => one.embedding);
      return { vectors, usage: null };
    },
  };
}
