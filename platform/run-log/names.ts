import type { Transaction } from '#platform';

/** Keeps, beside the log of a run that has begun, what its placeholders stand for; given and kept encrypted. */
export async function keepRunNames(tx: Transaction, runId: string, names: Uint8Array): Promise<void> {
  await tx.query('update platform.run_logs set names = $2 where run_id = $1', [runId, names]);
}

/** What was kept, by run. */
export async function readRunNames(
  tx: Transaction,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await tx.query<{ runId: string; names: Buffer }>(
    'select run_id as "runId", names from platform.run_logs where run_id = any($1) and names is not null',
    [runIds],
  );
  return new Map(rows.map(({ runId, names }) => [runId, names]));
}
