import { AppError, type RunPart } from 'tributary/sdk';
import type { Transaction } from '#platform';

/** NOTIFY with the tenant and the id of the run that went on. */
export const runChannel = 'tributary_runs';

export function runKey(tenant: string, runId: string): string {
  return `${tenant} ${runId}`;
}

/**
 * Appends parts to the log of a run. Only its newest epoch may write: whoever lost the run to another worker is
 * refused.
 * @throws AppError `CONFLICT`
 */
export async function appendParts(
  tx: Transaction,
  run: { id: string; epoch: number },
  parts: readonly RunPart[],
): Promise<void> {
  if (parts.length === 0) return;
  // The row of the log is locked by the upsert until the commit, so sequences have no gaps and no order but one.
  const [row] = await tx.query<{ written: number }>(
    `with head as (
       insert into platform.run_logs as log (tenant_id, run_id, epoch, seq)
       values (nullif(current_setting('app.tenant', true), '')::uuid, $1, $2, $3)
       on conflict (tenant_id, run_id) do update
         set epoch = excluded.epoch, written_at = clock_timestamp(),
             seq = case when log.epoch = excluded.epoch then log.seq else 0 end + excluded.seq
         where log.epoch <= excluded.epoch
       returning tenant_id, run_id, epoch, seq),
     written as (
       insert into platform.run_events (tenant_id, run_id, epoch, seq, part)
       select head.tenant_id, head.run_id, head.epoch, head.seq - $3 + part.place, part.value
         from head, json_array_elements($4::json) with ordinality as part (value, place)
       returning 1)
     select count(*)::int as written, pg_notify('${runChannel}', $5) from written`,
    [run.id, run.epoch, parts.length, JSON.stringify(parts), runKey(tx.tenant ?? '', run.id)],
  );
  if (row?.written !== parts.length) {
    throw new AppError('CONFLICT', { reason: `The run ${run.id} was taken over from epoch ${run.epoch}` });
  }
}
