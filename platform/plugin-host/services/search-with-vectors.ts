import { AppError, type RequestContext } from 'tributary/sdk';
import type { EmbeddingSpace, SpanScope } from '#platform';
import type { IndexedVector, SearchPage, SearchQuery } from '#platform/search';
import type { ServiceParts } from './service-parts.js';

/** Who searches waits no longer for the vector of a query; words alone find something too. */
const embedMs = 5_000;

interface Search {
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  readonly span: SpanScope | null;
}

/**
 * Searches by words and, where the current generation has vectors, by the meaning of the query, embedded by the
 * generation's own model. Without that model, or when it does not answer, by words only: the hits' signals say so.
 */
export async function searchWithVectors(
  parts: Pick<ServiceParts, 'search' | 'embedder' | 'log'>,
  { context, signal, span }: Search,
  query: SearchQuery,
): Promise<Omit<SearchPage, 'generation'>> {
  const { search, embedder } = parts;
  let asked = embedder ? (await search.generations(context.tenant, signal)).current?.space : null;
  let page: SearchPage;
  // A switch of generations in between makes the vector one of another space: then once more, with the new model.
  for (let again = 0; ; again += 1) {
    const vector = asked ? await vectorOf(parts, { context, signal, span }, query.text, asked) : null;
    page = await search.query(context.tenant, { ...query, vector }, signal);
    const space = page.generation?.space ?? null;
    if (again > 0 || !embedder || !space || isSame(space, asked)) break;
    asked = space;
  }
  const { generation: _, ...found } = page;
  return found;
}

const isSame = (space: EmbeddingSpace, other: EmbeddingSpace | null | undefined) =>
  space.model === other?.model && space.dimensions === other.dimensions;

async function vectorOf(
  { embedder, log }: Pick<ServiceParts, 'embedder' | 'log'>,
  { context, signal, span }: Search,
  text: string,
  space: EmbeddingSpace,
): Promise<IndexedVector | null> {
  if (!embedder?.serves(space) || text.trim() === '') return null;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(embedMs)]);
  const request = { context, signal: limited, purpose: 'search.query', space, ...(span ? { span } : {}) };
  try {
    const [values] = await embedder.embed([text], request);
    return values ? { model: space.model, values } : null;
  } catch (error) {
    if (signal.aborted) throw error;
    const code = error instanceof AppError ? error.code : 'TIMEOUT';
    log.warn({ tenant: context.tenant, model: space.model, code }, 'A query was searched by its words only');
    return null;
  }
}
