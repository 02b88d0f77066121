import { AppError, type RunEvent } from 'tributary/sdk';
import { goOn } from '../conversations/change.js';
import { ownTurn, type Turn } from '../conversations/conversation.js';
import type { Context } from '../schema.types.js';

type Asked = { readonly conversationId: string; readonly turnId: string; readonly after?: string | null };

/**
 * The parts of a turn as they are made. From a cursor it goes on over all parts that follow; without one it shows the
 * newest. A decision whose next part was not begun, for whoever wrote it was lost, begins it here.
 */
export const replyStream = {
  async *subscribe(
    _parent: unknown,
    { after = null, ...asked }: Asked,
    context: Context,
  ): AsyncGenerator<RunEvent> {
    const { permissions, store, request, runs, signal, clock, jobs } = context;
    await permissions.expect('runs:start');
    const { actor } = request;
    const begun = await ownTurn(store, actor, asked);
    const changing = { store, clock, runs, jobs, actor };
    const current = async (): Promise<Turn> =>
      (await goOn(changing, { conversationId: begun.conversationId, turnId: begun.id })) ?? begun;
    let turn = await current();
    let at = after === null ? turn.runs.length - 1 : await partOf(context, turn, after);
    for (let cursor = after; at < turn.runs.length; at += 1, cursor = null) {
      yield* runs.events(turn.runs[at] ?? '', cursor, signal);
      turn = await current();
    }
  },
};

/** Which part gave this cursor. Errors: `CURSOR_INVALID`. */
async function partOf({ runs, signal }: Context, turn: Turn, after: string): Promise<number> {
  for (const [at, runId] of turn.runs.entries()) {
    const leave = new AbortController();
    const events = runs.events(runId, after, AbortSignal.any([signal, leave.signal]))[Symbol.asyncIterator]();
    try {
      await events.next();
      return at;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'CURSOR_INVALID') throw error;
    } finally {
      leave.abort();
      await events.return?.();
    }
  }
  throw new AppError('CURSOR_INVALID');
}
