import type { Eraser } from '#platform';

/** Runs that were made from a document go with it, with their inputs, results and events. */
export const capabilitiesEraser: Eraser = {
  name: 'capabilities',
  async document(tx, documentId) {
    await tx.query(
      `with erased as (delete from capabilities.runs where document_ids @> array[$1::uuid] returning id)
       delete from platform.run_events where run_id in (select id from erased)`,
      [documentId],
    );
  },
  async tenant(tx) {
    await tx.query('delete from capabilities.runs');
    await tx.query('delete from capabilities.reservations');
    await tx.query('delete from capabilities.budgets');
    await tx.query('delete from platform.run_events');
  },
};
