import { AppError, type RequestContext } from 'tributary/sdk';
import type { AskedReview, Transaction } from '#platform';
import type { PolicyRow } from './review-policy.js';

/** On what terms a review is asked: those of who asks, and those that a policy of the tenant adds. */
export interface Terms {
  deadline: string | null;
  onDeadline: 'EXPIRE' | 'ESCALATE';
  assignee: string | null;
  approvals: number;
  excluded: string[];
  escalateAt: Date | null;
  escalateTo: string | null;
  policy: string | null;
}

/** Who may not decide, and whose key each is: a key that asks keeps out its person. */
export async function excludedFrom(
  tx: Transaction,
  { actor }: RequestContext,
  { exclude = [] }: AskedReview,
  policy: PolicyRow | null,
): Promise<string[]> {
  const excluded = policy?.excludesRequester ? [...exclude, actor] : exclude;
  const keys = excluded.filter((one) => one.startsWith('key:'));
  if (keys.length === 0) return [...new Set(excluded)];
  const persons = await tx.query<{ person: string }>(
    'select person from platform.principals where actor = any($1) and person is not null',
    [keys],
  );
  return [...new Set([...excluded, ...persons.map(({ person }) => person)])];
}

/** A policy may ask for more than who asks, never for less. */
export function termsOf(
  review: AskedReview,
  policy: PolicyRow | null,
  { now, excluded }: { now: Date; excluded: string[] },
): Terms {
  const after = (ms: number) => new Date(now.getTime() + ms);
  const escalation =
    review.escalation ??
    (policy?.escalateTo && policy.escalateAfterMs !== null
      ? { afterMs: policy.escalateAfterMs, to: policy.escalateTo }
      : null);
  const ownDeadline = policy?.deadlineMs ? after(policy.deadlineMs).toISOString() : null;
  const onDeadline = review.onDeadline ?? policy?.onDeadline ?? 'EXPIRE';
  const escalateTo = escalation?.to ?? policy?.escalateTo ?? null;
  if (onDeadline === 'ESCALATE' && escalateTo === null) {
    throw new AppError('BAD_USER_INPUT', { reason: 'review: onDeadline ESCALATE needs an escalation' });
  }
  return {
    deadline: review.deadline ?? ownDeadline,
    onDeadline,
    assignee: review.assignee ?? policy?.assignee ?? null,
    approvals: Math.max(review.approvals ?? 1, policy?.approvals ?? 1),
    excluded,
    escalateAt: escalation ? after(escalation.afterMs) : null,
    escalateTo,
    policy: policy?.name ?? null,
  };
}
