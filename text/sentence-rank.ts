import { termFrequencies, tfIdfVectors } from './bm25.js';
import { cosine } from './similarity.js';

const DAMPING = 0.85;
const ROUNDS = 50;
const TOLERANCE = 1e-6;

/**
 * How central each sentence (given as its terms) is: PageRank over sentences joined by the words they share.
 * Mihalcea and Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004. The scores sum to 1.
 */
export function textRank(sentences: readonly (readonly string[])[], bias?: readonly number[]): number[] {
  const sets = sentences.map((terms) => new Set(terms));
  return powerIteration(
    sentences.map((_, row) =>
      sentences.map((_other, column) => (row === column ? 0 : overlap(sets[row], sets[column]))),
    ),
    bias,
  );
}

/**
 * The same over cosines of tf-idf vectors above a threshold. Erkan and Radev, "LexRank: Graph-based Lexical
 * Centrality as Salience in Text Summarization", JAIR 2004 (continuous form). With `bias` (how near each sentence is
 * to a question) it is the query-focused form of Otterbacher, Erkan and Radev, 2005.
 */
export function lexRank(
  sentences: readonly (readonly string[])[],
  options: { threshold?: number; bias?: readonly number[] } = {},
): number[] {
  const vectors = tfIdfVectors(sentences);
  const threshold = options.threshold ?? 0.1;
  const none = new Map<string, number>();
  const weights = vectors.map((row, index) =>
    vectors.map((column, other) => {
      const similarity = index === other ? 0 : cosine(row, column ?? none);
      return similarity >= threshold ? similarity : 0;
    }),
  );
  return powerIteration(weights, options.bias);
}

/**
 * How much each sentence tells by the mean probability of its words: SumBasic. Nenkova and Vanderwende, "The Impact
 * of Frequency on Summarization", MSR-TR-2005-101. Returns positions in the order of choice; each choice lowers the
 * worth of the words it said (squared probabilities).
 */
export function sumBasic(sentences: readonly (readonly string[])[], count: number): number[] {
  const frequencies = termFrequencies(sentences.flat());
  const total = sentences.reduce((sum, terms) => sum + terms.length, 0);
  const probability = new Map([...frequencies].map(([term, found]) => [term, found / Math.max(1, total)]));
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, sentences.length)) {
    let best = -1;
    let most = -1;
    for (const [index, terms] of sentences.entries()) {
      if (chosen.includes(index)) continue;
      const mean =
        terms.reduce((sum, term) => sum + (probability.get(term) ?? 0), 0) / Math.max(1, terms.length);
      if (mean > most) [best, most] = [index, mean];
    }
    chosen.push(best);
    for (const term of sentences[best] ?? []) probability.set(term, (probability.get(term) ?? 0) ** 2);
  }
  return chosen;
}

/**
 * Chooses items that are relevant and unlike those chosen before: maximal marginal relevance. Carbonell and
 * Goldstein, SIGIR 1998. `lambda` 1 is relevance alone. Returns positions in the order of choice.
 */
export function maximalMarginalRelevance(
  relevance: readonly number[],
  similarity: (left: number, right: number) => number,
  count: number,
  lambda = 0.7,
): number[] {
  const chosen: number[] = [];
  const left = new Set(relevance.keys());
  while (chosen.length < count && left.size > 0) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const index of left) {
      const nearest = chosen.reduce((highest, other) => Math.max(highest, similarity(index, other)), 0);
      const worth = lambda * (relevance[index] ?? 0) - (1 - lambda) * nearest;
      if (worth > most) [best, most] = [index, worth];
    }
    chosen.push(best);
    left.delete(best);
  }
  return chosen;
}

/** Shared words over the sum of the logarithms of the lengths, as in the TextRank paper. */
function overlap(left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): number {
  if (left === undefined || right === undefined || left.size < 2 || right.size < 2) return 0;
  let common = 0;
  for (const term of left) if (right.has(term)) common++;
  return common / (Math.log(left.size) + Math.log(right.size));
}

/** The stationary distribution of a random walk over the weights that jumps to `bias` (uniform) now and then. */
function powerIteration(weights: readonly (readonly number[])[], bias?: readonly number[]): number[] {
  const size = weights.length;
  if (size === 0) return [];
  const sum = bias?.reduce((total, value) => total + value, 0) ?? 0;
  const jump = Array.from({ length: size }, (_, index) => (sum > 0 ? (bias?.[index] ?? 0) / sum : 1 / size));
  const outgoing = weights.map((row) => row.reduce((total, weight) => total + weight, 0));
  let scores = [...jump];
  for (let round = 0; round < ROUNDS; round++) {
    const next = jump.map((share) => (1 - DAMPING) * share);
    for (const [from, row] of weights.entries()) {
      const flow = DAMPING * (scores[from] ?? 0);
      const out = outgoing[from] ?? 0;
      for (let to = 0; to < size; to++) {
        const share = out > 0 ? (row[to] ?? 0) / out : (jump[to] ?? 0);
        next[to] = (next[to] ?? 0) + flow * share;
      }
    }
    const change = next.reduce((total, score, index) => total + Math.abs(score - (scores[index] ?? 0)), 0);
    scores = next;
    if (change < TOLERANCE) break;
  }
  return scores;
}
