import type { LiveEvents } from '#platform';
import type { GraphContext } from '#platform/graph';
import type { EmbeddingChangeRow } from './embedding-change.entity.js';
import type { EmbeddingChanges } from './embedding-changes.service.js';

/** The newest change: first as it is, then read anew each time it has moved on. */
export async function* embeddingChangeStream(
  { live, changes }: { live: LiveEvents; changes: EmbeddingChanges },
  { changeId }: { changeId?: string | null },
  { request, signal }: GraphContext,
): AsyncGenerator<EmbeddingChangeRow> {
  const left = new AbortController();
  const events = live.subscribe(
    request.tenant,
    ['embeddings.changed'],
    AbortSignal.any([signal, left.signal]),
  );
  const moves = events[Symbol.asyncIterator]();
  // Asking for the first one begins the listening: nothing is missed between it and the first reading.
  let next = moves.next();
  next.catch(() => undefined);
  try {
    for (;;) {
      const row = await changes.newest(request);
      if (changeId && row?.id !== changeId.toLowerCase()) return;
      if (row) yield row;
      if ((await next).done) return;
      next = moves.next();
    }
  } finally {
    left.abort();
  }
}
