import type { ReviewSummary } from 'tributary/sdk';
import type { ReviewRow, Voice } from './review.entity.js';
import type { Review } from './review.type.js';

export function reviewView(row: ReviewRow): Review {
  return {
    id: row.id,
    reason: row.reason,
    subject: { type: row.subjectType, id: row.subjectId },
    documentId: row.documentId ?? null,
    document: row.documentId ? { id: row.documentId } : null,
    fingerprint: row.fingerprint,
    shown: row.shown ?? null,
    plugin: row.plugin ?? null,
    kind: row.kind ?? null,
    amount: row.amount ?? null,
    evidenceRefs: row.evidence,
    deadline: row.deadline ?? null,
    onDeadline: row.onDeadline,
    assignee: row.assignee ?? null,
    escalateAt: row.escalateAt ?? null,
    escalateTo: row.escalateTo ?? null,
    escalatedAt: row.escalatedAt ?? null,
    approvalsNeeded: row.approvals,
    approvalsGiven: row.voices.filter(({ outcome }) => outcome !== 'REJECTED').length,
    excluded: row.excluded,
    decisions: row.voices.map((voice) => ({ ...voiceOf(voice), at: new Date(voice.at) })),
    policy: row.policy ?? null,
    state: row.state,
    outcome: row.outcome ?? null,
    comment: row.comment ?? null,
    requestedBy: row.requestedBy,
    resolvedBy: row.resolvedBy ?? null,
    createdAt: row.createdAt,
    resolvedAt: row.resolvedAt ?? null,
  };
}

/** A review as plugins get it. */
export function reviewSummary(row: ReviewRow): ReviewSummary {
  return {
    id: row.id,
    state: row.state,
    outcome: row.outcome ?? null,
    comment: row.comment ?? null,
    decisions: row.voices.map(voiceOf),
    fingerprint: row.fingerprint,
    deadline: row.deadline?.toISOString() ?? null,
    reason: row.reason,
    subject: { type: row.subjectType, id: row.subjectId },
    documentId: row.documentId ?? null,
    kind: row.kind ?? null,
    assignee: row.assignee ?? null,
    shown: row.shown ?? null,
    madeFrom: row.madeFrom,
  };
}

const voiceOf = ({ by, outcome, comment, at }: Voice) => ({ by, outcome, comment, at });
