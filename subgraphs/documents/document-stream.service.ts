import type { LiveEvents } from '#platform';
import type { GraphContext } from '#platform/graph';
import type { DocumentRow } from './document.entity.js';
import type { DocumentReader } from './document-reader.service.js';

/** Documents as they change: one asked for by id first as it is, then each time anew with the rights of that moment. */
export async function* documentChanges(
  { live, reader }: { live: LiveEvents; reader: DocumentReader },
  { id }: { id?: string | null },
  { request, signal }: GraphContext,
): AsyncGenerator<DocumentRow> {
  const names = ['document.changed', 'document.processed', 'document.deleted'] as const;
  // Listening begins before the first reading, so that nothing is missed in between.
  const events = live.subscribe(request.tenant, names, signal);
  if (id) {
    const [row] = await reader.find(request, [id]);
    if (!row) return;
    yield row;
  }
  for await (const { payload } of events) {
    if (id && payload.documentId !== id) continue;
    const [row] = await reader.find(request, [payload.documentId]);
    if (row) yield row;
    else if (id) return;
  }
}
