import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { Proposal, Verdict } from 'tributary/sdk';

/** `WITHHELD`: a rule rejected it. `SUPERSEDED`: the document was read anew and newer ones took its place. */
export const recommendationStates = [
  'OPEN',
  'NEEDS_REVIEW',
  'WITHHELD',
  'ACCEPTED',
  'REJECTED',
  'SUPERSEDED',
] as const;
export type RecommendationState = (typeof recommendationStates)[number];
export const actionStates = ['PENDING', 'DONE', 'FAILED'] as const;
export type ActionState = (typeof actionStates)[number];

export const RecommendationEntity = defineEntity({
  name: 'RecommendationEntity',
  schema: 'recommendations',
  tableName: 'recommendations',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    documentId: p.uuid(),
    versionId: p.uuid(),
    kind: p.text().$type<Proposal['kind']>(),
    title: p.text(),
    rationale: p.text(),
    confidence: p.float(),
    state: p.text().$type<RecommendationState>(),
    action: p.json<Proposal['action']>().nullable(),
    facts: p.json<Proposal['facts']>(),
    evidence: p.json<Proposal['evidence']>(),
    verdicts: p.json<Verdict[]>(),
    /** What rules in shadow said: without effect. */
    shadowVerdicts: p.json<Verdict[]>(),
    /** The facts that the rules were given beside its own. */
    ruleFacts: p.json<Record<string, unknown>>().nullable(),
    /** What made it; null for those of before it was kept, which are of the plugin that ships. */
    capability: p.text().nullable(),
    /** What people said to the review that a rule asked for, and who. */
    reviewed: p.text().nullable(),
    reviewedBy: p.array<string>().nullable(),
    reviewedAt: p.datetime().nullable(),
    runId: p.uuid(),
    decisionId: p.uuid(),
    decidedBy: p.text().nullable(),
    decidedAt: p.datetime().nullable(),
    comment: p.text().nullable(),
    /** How the operation went that accepting it ran. */
    actionState: p.text().$type<ActionState>().nullable(),
    actionErrors: p.json<{ code: string; message: string }[]>().nullable(),
    createdAt: p.datetime(),
  },
});
export type RecommendationRow = InferEntity<typeof RecommendationEntity>;
