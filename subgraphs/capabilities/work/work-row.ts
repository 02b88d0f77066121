import type { Rights, WorkState, WorkSummary } from 'tributary/sdk';

/** A work as the table has it. */
export interface WorkRow {
  id: string;
  work: string;
  plugin: string | null;
  isConducted: boolean;
  state: WorkState;
  actor: string;
  rights: Rights | null;
  payload: unknown;
  estimatedItems: number | null;
  estimatedCostUsd: string | null;
  total: number | null;
  done: number;
  failed: number;
  costUsd: string | null;
  pageAfter: string | null;
  pageOver: string[];
  isPaged: boolean;
  again: string[];
  turn: number;
  error: { code: string; message: string } | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** The columns of a `WorkRow`, of the table or its alias `w`. */
export const workColumns = `w.id, w.work, w.plugin, w.conducted as "isConducted", w.state, w.actor, w.rights, w.payload,
  w.estimated_items as "estimatedItems", w.estimated_cost_usd::text as "estimatedCostUsd", w.total, w.done, w.failed,
  w.cost_usd::text as "costUsd", w.page_after as "pageAfter", w.page_over as "pageOver", w.is_paged as "isPaged",
  w.again, w.turn, w.error, w.created_at as "createdAt", w.started_at as "startedAt", w.finished_at as "finishedAt"`;

export const isOver = ({ state }: Pick<WorkRow, 'state'>): boolean =>
  state !== 'PENDING' && state !== 'RUNNING';

/** As the service `works` shows it. */
export function summaryOf(row: WorkRow): WorkSummary {
  const { id: workId, work, state, total, done, failed, costUsd, error, actor: startedBy } = row;
  const createdAt = row.createdAt.toISOString();
  const finishedAt = row.finishedAt?.toISOString() ?? null;
  return { workId, work, state, total, done, failed, costUsd, error, startedBy, createdAt, finishedAt };
}
