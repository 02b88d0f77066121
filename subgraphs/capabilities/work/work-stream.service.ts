import type { LiveEvents } from '#platform';
import type { GraphContext } from '#platform/graph';
import type { WorkReader } from './work-reader.service.js';
import { isOver, type WorkRow } from './work-row.js';

/**
 * A work as it is, then each time it has moved on, to its end; without an id every work that may be seen, each time that
 * one moves on.
 */
export async function* workStream(
  { live, reader }: { live: LiveEvents; reader: WorkReader },
  { id = null }: { id?: string | null },
  { request, signal }: GraphContext,
): AsyncGenerator<WorkRow> {
  const left = new AbortController();
  const events = live.subscribe(request.tenant, ['work.changed'], AbortSignal.any([signal, left.signal]));
  const moves = events[Symbol.asyncIterator]();
  // Asking for the first one begins the listening: nothing is missed between it and the first reading.
  let next = moves.next();
  next.catch(() => undefined);
  let shown = '';
  try {
    for (let wanted: string | null = id; ; ) {
      const [row] = wanted === null ? [null] : await reader.find(request, [wanted]);
      if (id !== null && !row) return;
      if (row) {
        const now = `${row.id} ${row.state} ${row.done} ${row.failed} ${row.total}`;
        if (now !== shown) yield row;
        shown = now;
        if (id !== null && isOver(row)) return;
      }
      for (;;) {
        const step = await next;
        if (step.done) return;
        next = moves.next();
        next.catch(() => undefined);
        wanted = step.value.payload.workId;
        if (id === null || wanted === id.toLowerCase()) break;
      }
    }
  } finally {
    left.abort();
  }
}
