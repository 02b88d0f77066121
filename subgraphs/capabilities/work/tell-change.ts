import type { RequestContext } from 'tributary/sdk';
import type { Outbox, Transaction } from '#platform';
import type { WorkRow } from './work-row.js';

/** Tells of another state of a work, with the change itself. */
export async function tellChange(
  outbox: Outbox,
  tx: Transaction,
  context: RequestContext,
  { id: workId, work, state }: Pick<WorkRow, 'id' | 'work' | 'state'>,
): Promise<void> {
  await outbox.event(tx, context, 'work.changed', { workId, work, state });
}
