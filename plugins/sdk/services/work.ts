import type { EvidenceRef, Verdict } from '../run-parts.js';
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
  /** Those of each document, newest first and at most `first` (100); in the order of the ids. */
  ofDocuments(documentIds: readonly string[], first: number): Promise<RecommendationSummary[][]>;
  /** Errors: `NOT_FOUND`. */
  read(recommendationId: string): Promise<RecommendationSummary>;
}

/** To whom a review goes when nobody has decided it in time. */
export interface ReviewEscalation {
  /** Milliseconds after it was asked. */
  afterMs: number;
  /** `user:<id>` or `group:<id>`. */
  to: string;
}

/** A question to a person. */
export interface ReviewRequest {
  reason: string;
  /** The document that it concerns; whoever may read that may see the review. Without one, whoever the caller may be seen by. */
  documentId: string | null;
  /** Names what is shown, so that it is not asked twice: SHA-256 of the canonical JSON of `shown` where it is not given. */
  fingerprint?: string;
  evidence: EvidenceRef[];
  /** ISO 8601; null for none. */
  deadline: string | null;
  /** What is asked about; its type is the plugin's own, `<plugin>.<what>`. The document, or the plugin, if not given. */
  subject?: { type: string; id: string };
  /** Exactly what the reviewer is shown: plain JSON, at most 64 KB. */
  shown?: unknown;
  /** The documents that `shown` was made from: only who may read all of them sees the review, and it goes with them. */
  madeFrom?: readonly string[];
  /** What kind of question it is, for filters and policies, e.g. `APPROVE`. */
  kind?: string | null;
  /** What is at stake, for policies. */
  amount?: number | null;
  /** Who is asked: `user:<id>` or `group:<id>`; null for any reviewer. */
  assignee?: string | null;
  /** How many different people have to approve (four eyes: 2); one by default. A policy of the tenant may ask for more. */
  approvals?: 1 | 2;
  /** Actors who may not decide, e.g. who asked. */
  exclude?: readonly string[];
  escalation?: ReviewEscalation | null;
  /** What happens when the deadline passes: it is closed undecided (as if not given), or goes to whom it escalates and stays open. */
  onDeadline?: 'EXPIRE' | 'ESCALATE';
}

/** What one person said to a review. */
export interface ReviewVoice {
  by: string;
  outcome: 'APPROVED' | 'REJECTED' | 'CORRECTED';
  comment: string | null;
  /** ISO 8601 in UTC. */
  at: string;
}

/** A review as it stands. */
export interface ReviewSummary {
  id: string;
  /** `PARTLY_APPROVED`: one of two people has approved. `EXPIRED` also when it was withdrawn. */
  state: 'OPEN' | 'PARTLY_APPROVED' | 'RESOLVED' | 'EXPIRED';
  /** Null until it is resolved. */
  outcome: ReviewVoice['outcome'] | null;
  /** Of the person whose voice decided. */
  comment: string | null;
  /** In the order in which they were given. */
  decisions: ReviewVoice[];
  fingerprint: string;
  /** ISO 8601 in UTC. */
  deadline: string | null;
  reason: string;
  subject: { type: string; id: string };
  documentId: string | null;
  kind: string | null;
  assignee: string | null;
  shown: unknown;
  /** The documents that `shown` was made from. */
  madeFrom: string[];
}

/** Questions to people. The event `review.resolved` tells the outcome, with the subject. */
export interface ReviewsService {
  /**
   * Asks a person who may read the document. The same fingerprint is asked once while nobody has decided; the same
   * fingerprint about the same subject of the plugin's own once and for all: a job that asks again gets the review that
   * stands, whatever has become of it.
   * Errors: `BAD_USER_INPUT` (what is shown is too long, an assignee that is none, a subject that is not the plugin's own).
   */
  request(review: ReviewRequest): Promise<{ reviewId: string }>;
  /** In the order of the ids; null for those that the plugin did not ask and the caller may not read. */
  find(reviewIds: readonly string[]): Promise<(ReviewSummary | null)[]>;
  /** Closes what nobody has to look at any more, of the plugin's own subjects. */
  withdraw(subject: { type: string; id: string }): Promise<void>;
}

/** The rule sets of the tenant, for what asks them by name. */
export interface RulesService {
  /**
   * What the active version of a rule set says of these facts, rule by rule; nothing while none is active.
   * Errors: `NOT_FOUND`.
   * @param set the set's id
   * @param kind which of its rules are asked: those for this kind, and those for all
   */
  judge(set: string, facts: Readonly<Record<string, unknown>>, kind?: string): Promise<Verdict[]>;
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
