import { AppError, type RunEvent, type RunPart, terminalParts } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { type Cursors, isAfter, type Place } from './cursor.js';

/** An event of the log with its place; made once for all who read it. */
export interface LoggedEvent extends Place {
  event: RunEvent;
}

/** Before the first event of any run. */
export const beginning: Place = { epoch: 0, seq: 0 };

/** The events after a place, in their order. */
export async function readEvents(
  cursors: Cursors,
  tx: Transaction,
  runId: string,
  after: Place,
  most: number,
): Promise<LoggedEvent[]> {
  const rows = await tx.query<Place & { part: RunPart }>(
    `select epoch, seq, part from platform.run_events
      where run_id = $1 and (epoch, seq) > ($2, $3) order by epoch, seq limit $4`,
    [runId, after.epoch, after.seq, most],
  );
  return rows.map(({ epoch, seq, part }) => {
    const event = { runId, cursor: cursors.encode(runId, { epoch, seq }), ...part };
    return { epoch, seq, event };
  });
}

/**
 * Makes sure that nothing after the place is missing. Returns whether the run ends there.
 * @throws AppError `NOT_FOUND` (a cursor of a run that this tenant does not have), `CURSOR_GONE`, `CURSOR_INVALID`
 * (a place that the run has not reached)
 */
export async function checkPlace(
  cursors: Cursors,
  tx: Transaction,
  runId: string,
  after: Place | null,
): Promise<{ ended: boolean }> {
  const [log] = await tx.query<Place>('select epoch, seq from platform.run_logs where run_id = $1', [runId]);
  if (!log) {
    if (after) throw new AppError('NOT_FOUND', { thing: 'The run' });
    return { ended: false }; // it has not begun
  }
  const place = after ?? beginning;
  if (isAfter(place, log)) throw new AppError('CURSOR_INVALID');
  const [first] = await tx.query<Place>(
    'select epoch, seq from platform.run_events where run_id = $1 order by epoch, seq limit 1',
    [runId],
  );
  // The oldest events go first: what is left is whole from its first on.
  if (!first) throw new AppError('CURSOR_GONE', { first: null });
  const isWhole = first.seq === 1 || (after !== null && !isAfter(first, { ...after, seq: after.seq + 1 }));
  if (!isWhole)
    throw new AppError('CURSOR_GONE', { first: cursors.encode(runId, { ...first, seq: first.seq - 1 }) });
  const [last] = await tx.query<{ type: RunPart['type'] }>(
    `select part->>'type' as type from platform.run_events where run_id = $1 and epoch = $2 and seq = $3`,
    [runId, place.epoch, place.seq],
  );
  return { ended: last !== undefined && terminalParts.has(last.type) };
}
