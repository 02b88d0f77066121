import { mean } from './mean.js';

/** Of each claim of an answer: whether its context supports it. */
export type ClaimVerdicts = readonly boolean[];

/**
 * The claims of an answer that its context supports, by all its claims (Es et al., "Ragas: Automated Evaluation of
 * Retrieval Augmented Generation", EACL 2024). Null for an answer that claims nothing: there is nothing to be true to.
 */
export function faithfulness(claims: ClaimVerdicts): number | null {
  return claims.length === 0 ? null : claims.filter(Boolean).length / claims.length;
}

/** How much of a set of answers is made up, in the two forms that are published; say which one a figure is. */
export interface HallucinationRates {
  /** One less the mean faithfulness (Es et al., EACL 2024). */
  readonly ofClaims: number;
  /** The share of the answers with at least one unsupported claim (Niu et al., "RAGTruth", ACL 2024). */
  readonly ofAnswers: number;
}

/**
 * Both rates over the answers that claim something, so that one which declines neither helps nor harms; null when none
 * claims anything.
 */
export function hallucinationRates(answers: readonly ClaimVerdicts[]): HallucinationRates | null {
  const shares = answers.flatMap((claims) => faithfulness(claims) ?? []);
  if (shares.length === 0) return null;
  return { ofClaims: 1 - mean(shares), ofAnswers: mean(shares.map((share) => (share < 1 ? 1 : 0))) };
}
