import type { Eraser } from '#platform';
import { eraseRunEvents, runLogEraser } from '#platform/run-log';

/** Runs that were made from a document go with it, with their inputs, results and events. */
export const capabilitiesEraser: Eraser = {
  name: 'capabilities',
  async document(tx, documentId) {
    const erased = await tx.query<{ id: string }>(
      'delete from capabilities.runs where document_ids @> array[$1::uuid] returning id',
      [documentId],
    );
    await eraseRunEvents(
      tx,
      erased.map(({ id }) => id),
    );
  },
  async tenant(tx) {
    await tx.query('delete from capabilities.runs');
    await tx.query('delete from capabilities.reservations');
    await tx.query('delete from capabilities.budgets');
    await tx.query('delete from capabilities.plugin_reservations');
    await tx.query('delete from capabilities.plugin_budgets');
    await tx.query('delete from capabilities.plugin_settings');
    await runLogEraser.tenant?.(tx);
  },
};
