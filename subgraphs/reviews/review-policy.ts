import type { AskedReview, Transaction } from '#platform';
import type { OnDeadline } from './review.entity.js';

/** What a tenant asks of its reviews. Null conditions hold for all. */
export interface PolicyRow {
  name: string;
  subjectType: string | null;
  plugin: string | null;
  kind: string | null;
  /** For reviews in which this much or more is at stake; those without an amount are not meant. */
  fromAmount: number | null;
  approvals: 1 | 2;
  excludesRequester: boolean;
  assignee: string | null;
  deadlineMs: number | null;
  onDeadline: OnDeadline;
  escalateAfterMs: number | null;
  escalateTo: string | null;
  changedBy: string;
  changedAt: Date;
}

export const policyColumns = `name, subject_type as "subjectType", plugin, kind, from_amount as "fromAmount", approvals,
  excludes_requester as "excludesRequester", assignee, deadline_ms::float8 as "deadlineMs", on_deadline as "onDeadline",
  escalate_after_ms::float8 as "escalateAfterMs", escalate_to as "escalateTo", changed_by as "changedBy",
  changed_at as "changedAt"`;

/** The policy that fits best: the one with the most conditions, then the highest amount, then by name. */
export async function policyFor(tx: Transaction, review: AskedReview): Promise<PolicyRow | null> {
  const [policy] = await tx.query<PolicyRow>(
    `select ${policyColumns} from reviews.policies
      where (subject_type is null or subject_type = $1) and (plugin is null or plugin = $2)
        and (kind is null or kind = $3) and (from_amount is null or $4::float8 >= from_amount)
      order by num_nonnulls(subject_type, plugin, kind) desc, from_amount desc nulls last, name limit 1`,
    [review.subject.type, review.plugin ?? null, review.kind ?? null, review.amount ?? null],
  );
  return policy ?? null;
}
