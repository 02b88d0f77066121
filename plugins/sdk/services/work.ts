import type { EvidenceRef } from '../run-parts.js';
import type { Proposal } from '../steps.js';

/** A recommendation without its verdicts. */
export interface RecommendationSummary extends Proposal {
  id: string;
  documentId: string;
  state: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
}

/** Recommendations on documents that the caller may read. */
export interface RecommendationsService {
  /** Newest first; at most 100. */
  list(filter: { documentId?: string; first: number }): Promise<RecommendationSummary[]>;
  /** Errors: `NOT_FOUND`. */
  read(recommendationId: string): Promise<RecommendationSummary>;
}

/** Questions to people. */
export interface ReviewsService {
  /** Asks a person who may read the document. The same fingerprint is asked once. */
  request(review: {
    reason: string;
    documentId: string | null;
    /** Names what is shown, so that it is not asked twice. */
    fingerprint: string;
    evidence: EvidenceRef[];
    /** ISO 8601; null for none. */
    deadline: string | null;
  }): Promise<{ reviewId: string }>;
}

/** What people said. */
export interface FeedbackService {
  /** Feedback that people gave on recommendations, newest first; at most 100. */
  onRecommendations(filter: { actor?: string; first: number }): Promise<
    {
      recommendationId: string;
      documentId: string;
      kind: string;
      actor: string;
      value: 'UP' | 'DOWN' | 'ACCEPTED' | 'REJECTED';
      /** ISO 8601 in UTC. */
      at: string;
    }[]
  >;
}
