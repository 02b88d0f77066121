import type { SpanScope } from '#platform';
import type { RunBinding } from './service-parts.js';

interface Retrieved {
  readonly id: string;
  readonly score: number | null;
}

/** Retrieves within a span that tells which documents were found; `query` is content. */
export async function retrieve<Found>(
  run: RunBinding | undefined,
  name: string,
  work: (span: SpanScope | null) => Promise<Found>,
  found: (value: Found) => readonly Retrieved[],
  query: unknown = null,
): Promise<Found> {
  if (!run) return work(null);
  const span = run.span.begin('retrieval', name);
  if (query !== null) span.content('query', query);
  try {
    const value = await work(span);
    span.set({ documents: found(value) });
    span.end();
    return value;
  } catch (error) {
    span.end(error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL');
    throw error;
  }
}

/** Documents in the order found, each once, with the score of its best hit. */
export function scored(hits: readonly { documentId: string; score: number }[]): Retrieved[] {
  const best = new Map<string, number>();
  for (const { documentId, score } of hits)
    best.set(documentId, Math.max(score, best.get(documentId) ?? score));
  return [...best].map(([id, score]) => ({ id, score }));
}

/** Documents that were not ranked. */
export function unscored(ids: readonly string[]): Retrieved[] {
  return ids.map((id) => ({ id, score: null }));
}
