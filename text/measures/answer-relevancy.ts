import { vectorCosine } from '../similarity.js';
import { mean } from './mean.js';

/**
 * How much an answer answers: the mean cosine of the question with questions that were generated from the answer (three,
 * as a rule), all as vectors of one model; 0 for an answer that commits itself to nothing ("I do not know"). Es et al.,
 * "Ragas: Automated Evaluation of Retrieval Augmented Generation", EACL 2024. Null without generated questions.
 */
export function answerRelevancy(
  question: ArrayLike<number>,
  generated: readonly ArrayLike<number>[],
  { isNonCommittal = false } = {},
): number | null {
  if (isNonCommittal) return 0;
  return generated.length === 0 ? null : mean(generated.map((other) => vectorCosine(question, other)));
}
