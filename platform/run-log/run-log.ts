import { AppError, type RunEvent, terminalParts } from 'tributary/sdk';
import type { Database, RunLog } from '#platform';
import { appendParts, runChannel, runKey } from './append.js';
import { Cursors, type Place } from './cursor.js';
import { beginning, checkPlace } from './read.js';
import { Tail } from './tail.js';

/** The run log of this process, and how to stop listening. */
export interface RunLogPart extends RunLog {
  close(): Promise<void>;
}

export interface RunLogOptions {
  database: Database;
  /** Seals cursors; the same in all processes. Without one the seal is a mere checksum. */
  secret?: Uint8Array;
}

/** The log of run events in the database, followed by one connection that listens for all runs. */
export async function openRunLog({ database, secret }: RunLogOptions): Promise<RunLogPart> {
  const cursors = new Cursors(secret ?? new Uint8Array());
  const tails = new Map<string, Tail>();
  const stop = await database.listen(runChannel, (key) => {
    if (key !== '') tails.get(key)?.changed();
    else for (const tail of tails.values()) tail.changed(); // the connection was lost for a moment
  });
  return {
    append: appendParts,
    follow: (tenant, runId, after, signal) =>
      follow({ database, cursors, tails }, { tenant, runId, after, signal }),
    runOf: (cursor) => cursors.decode(cursor).runId,
    close: stop,
  };
}

async function* follow(
  { database, cursors, tails }: { database: Database; cursors: Cursors; tails: Map<string, Tail> },
  reader: { tenant: string; runId: string; after: string | null; signal: AbortSignal },
): AsyncGenerator<RunEvent> {
  const { tenant, runId, after, signal } = reader;
  const start = placeOf(cursors, runId, after);
  const { ended } = await database.tenant(tenant, (tx) => checkPlace(cursors, tx, runId, start));
  if (ended) return;
  const key = runKey(tenant, runId);
  const tail = tails.get(key) ?? new Tail(database, cursors, tenant, runId, start ?? beginning);
  tails.set(key, tail);
  tail.followers++;
  try {
    let place = start ?? beginning;
    while (!signal.aborted) {
      for (const { epoch, seq, event } of await tail.after(place, signal)) {
        place = { epoch, seq };
        if (signal.aborted) return;
        yield event;
        if (terminalParts.has(event.type)) return;
      }
    }
  } finally {
    if (--tail.followers === 0) {
      tail.close();
      tails.delete(key);
    }
  }
}

function placeOf(cursors: Cursors, runId: string, cursor: string | null): Place | null {
  if (cursor === null) return null;
  const decoded = cursors.decode(cursor);
  if (decoded.runId !== runId) throw new AppError('CURSOR_INVALID');
  return { epoch: decoded.epoch, seq: decoded.seq };
}
