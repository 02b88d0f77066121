import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Embedder } from '#platform';
import type { Tracing } from './tracing.js';

/** An embedder whose calls are traced and measured for who has no run to hang them on, such as the indexing of documents. */
export function traceEmbedder(embedder: Embedder, tracing: Tracing): Embedder {
  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    hasBatches: embedder.hasBatches,
    space: (request) => embedder.space(request),
    serves: (space) => embedder.serves(space),
    async embed(texts, request) {
      if (request.span) return embedder.embed(texts, request);
      const work = { runId: newId(), epoch: 0, name: request.purpose };
      const span = tracing.begin(request.context, work);
      try {
        return await embedder.embed(texts, { ...request, span });
      } catch (error) {
        span.finish(error instanceof AppError ? error.code : 'INTERNAL');
        throw error;
      } finally {
        const tree = span.finish();
        // What came from memory asked nobody.
        if (tree.spans.length > 1) tracing.ended({ ...tree, runId: null });
      }
    },
  };
}
