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
    await tx.query('delete from capabilities.run_traces where run_id = any($1)', [
      erased.map(({ id }) => id),
    ]);
    await tx.query('delete from capabilities.work_failures where key = $1', [documentId]);
    await eraseRunEvents(
      tx,
      erased.map(({ id }) => id),
    );
  },
  async tenant(tx) {
    await tx.query('delete from capabilities.runs');
    await tx.query('delete from capabilities.works');
    await tx.query('delete from capabilities.run_traces');
    await tx.query(`select set_config('app.erasing', current_setting('app.tenant'), true)`);
    await tx.query('delete from capabilities.model_calls');
    await tx.query('delete from capabilities.tenant_prices');
    await tx.query('delete from capabilities.holds');
    await tx.query('delete from capabilities.budget_periods');
    await tx.query('delete from capabilities.budget_limits');
    await tx.query('delete from capabilities.plugin_settings');
    await tx.query('delete from capabilities.prompt_experiments');
    await tx.query('delete from capabilities.tenant_prompt_moves');
    await tx.query('delete from capabilities.tenant_prompt_labels');
    await tx.query('delete from capabilities.tenant_prompt_versions');
    await runLogEraser.tenant?.(tx);
  },
};
