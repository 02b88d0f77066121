import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { EvidenceRef } from 'tributary/sdk';

export type ReviewState = 'OPEN' | 'RESOLVED' | 'EXPIRED';
export type ReviewOutcome = 'APPROVED' | 'REJECTED' | 'CORRECTED';

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
    evidence: p.json<EvidenceRef[]>(),
    deadline: p.datetime().nullable(),
    assignee: p.text().nullable(),
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
