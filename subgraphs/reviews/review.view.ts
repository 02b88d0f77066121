import type { ReviewRow } from './review.entity.js';
import type { Review } from './review.type.js';

export function reviewView(row: ReviewRow): Review {
  return {
    id: row.id,
    reason: row.reason,
    subject: { type: row.subjectType, id: row.subjectId },
    documentId: row.documentId ?? null,
    document: row.documentId ? { id: row.documentId } : null,
    fingerprint: row.fingerprint,
    evidenceRefs: row.evidence,
    deadline: row.deadline ?? null,
    assignee: row.assignee ?? null,
    state: row.state,
    outcome: row.outcome ?? null,
    comment: row.comment ?? null,
    requestedBy: row.requestedBy,
    resolvedBy: row.resolvedBy ?? null,
    createdAt: row.createdAt,
    resolvedAt: row.resolvedAt ?? null,
  };
}
