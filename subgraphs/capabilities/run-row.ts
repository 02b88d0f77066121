import type { RunRow } from '#platform';

/** A row of the table of runs, as `query` returns it. */
export type StoredRun = Omit<RunRow, 'createdAt' | 'finishedAt' | 'deadlineAt'> & {
  deadlineAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
};

/** The columns of a run by the names of `RunRow`. */
export const runColumns = `r.id, r.capability, r.plugin, r.plugin_version as "pluginVersion", r.state, r.epoch, r.actor,
  r.input, r.input_hash as "inputHash", r.join_key as "joinKey", r.rights_key as "rightsKey",
  r.idempotency_key as "idempotencyKey", r.document_ids as "documentIds", r.version_ids as "versionIds",
  r.prompt_pins as "promptPins", r.variant, r.deadline_at as "deadlineAt", r.result, r.error,
  r.created_at as "createdAt", r.finished_at as "finishedAt"`;

export function runOf(row: StoredRun): RunRow {
  return {
    ...row,
    deadlineAt: row.deadlineAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
