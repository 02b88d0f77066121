import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { EvidenceRef, ReviewVoice } from 'tributary/sdk';

export type ReviewState = 'OPEN' | 'PARTLY_APPROVED' | 'RESOLVED' | 'EXPIRED';
export type ReviewOutcome = ReviewVoice['outcome'];
export type OnDeadline = 'EXPIRE' | 'ESCALATE';

/** A voice, with the person behind it: a key of somebody's is that person. */
export interface Voice extends ReviewVoice {
  person: string;
}

/** SQL that holds while people may still decide. */
export const isPending = `state in ('OPEN', 'PARTLY_APPROVED')`;
export const pendingStates: readonly ReviewState[] = ['OPEN', 'PARTLY_APPROVED'];

/** A question to a person. */
export const ReviewEntity = defineEntity({
  name: 'ReviewEntity',
  schema: 'reviews',
  tableName: 'reviews',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    reason: p.text(),
    subjectType: p.text(),
    subjectId: p.text(),
    documentId: p.uuid().nullable(),
    /** Names what is shown; a decision on something else that was shown is refused. */
    fingerprint: p.text(),
    shown: p.json<unknown>().nullable(),
    evidence: p.json<EvidenceRef[]>(),
    /** The documents that what is shown was made from. */
    madeFrom: p.array<string>(),
    plugin: p.text().nullable(),
    kind: p.text().nullable(),
    amount: p.float().nullable(),
    deadline: p.datetime().nullable(),
    onDeadline: p.text().$type<OnDeadline>(),
    assignee: p.text().nullable(),
    /** How many different people have to approve. */
    approvals: p.integer(),
    excluded: p.array<string>(),
    voices: p.json<Voice[]>(),
    escalateAt: p.datetime().nullable(),
    escalateTo: p.text().nullable(),
    escalatedAt: p.datetime().nullable(),
    /** The policy of the tenant that was applied when it was asked. */
    policy: p.text().nullable(),
    state: p.text().$type<ReviewState>(),
    outcome: p.text().$type<ReviewOutcome>().nullable(),
    comment: p.text().nullable(),
    requestedBy: p.text(),
    resolvedBy: p.text().nullable(),
    createdAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
  },
});
export type ReviewRow = InferEntity<typeof ReviewEntity>;
