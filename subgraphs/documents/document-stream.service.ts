import type { LiveEvents } from '#platform';
import { authorize } from '#platform/access';
import type { GraphContext } from '#platform/graph';
import type { DocumentRow } from './document.entity.js';
import type { DocumentReader } from './document-reader.service.js';

/** Documents as they change: one asked for by id first as it is, then each time anew with the rights of that moment. */
export async function* documentChanges(
  { live, reader }: { live: LiveEvents; reader: DocumentReader },
  { id }: { id?: string | null },
  { request, signal }: GraphContext,
): AsyncGenerator<DocumentRow> {
  authorize(request, 'documents:read');
  const names = ['document.changed', 'document.processed', 'document.deleted'] as const;
  const left = new AbortController();
  const events = live.subscribe(request.tenant, names, AbortSignal.any([signal, left.signal]));
  const changes = events[Symbol.asyncIterator]();
  // Asking for the first change begins the listening: nothing is missed between it and the first reading.
  let next = changes.next();
  next.catch(() => undefined);
  try {
    if (id) {
      const [row] = await reader.find(request, [id]);
      if (!row) return;
      yield row;
    }
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      const { documentId } = value.payload;
      if (!id || documentId === id.toLowerCase()) {
        const [row] = await reader.find(request, [documentId]);
        if (row) yield row;
        else if (id) return;
      }
      next = changes.next();
    }
  } finally {
    left.abort();
  }
}
