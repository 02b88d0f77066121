import type { RecommendationRow } from './recommendation.entity.js';
import type { Recommendation } from './recommendation.type.js';

/** A row as the graph shows it. */
export function recommendationView(row: RecommendationRow): Recommendation {
  const {
    id,
    kind,
    title,
    rationale,
    confidence,
    state,
    verdicts,
    shadowVerdicts,
    runId,
    decisionId,
    documentId,
    evidence,
    createdAt,
  } = row;
  return {
    id,
    kind,
    title,
    rationale,
    confidence,
    state,
    verdicts,
    shadowVerdicts,
    runId,
    decisionId,
    documentId,
    createdAt,
    action: row.action ?? null,
    actionState: row.actionState ?? null,
    decidedBy: row.decidedBy ?? null,
    decidedAt: row.decidedAt ?? null,
    comment: row.comment ?? null,
    evidencePlaces: evidence,
  };
}
