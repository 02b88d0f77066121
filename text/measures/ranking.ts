/** Relevance by document: the grade of the collection, above 0. */
export type Judgements = Readonly<Record<string, number>>;

const gainAt = (gain: number, at: number) => gain / Math.log2(at + 2);

/**
 * Normalised discounted cumulative gain of the first `depth` hits (Järvelin and Kekäläinen, TOIS 2002), as trec_eval
 * counts it: the gain is the grade itself, discounted by log2(rank + 1); the ideal ranking is of all judged documents.
 */
export function ndcg(ranked: readonly string[], judgements: Judgements, depth = 10): number {
  const gained = ranked.slice(0, depth).reduce((sum, id, at) => sum + gainAt(judgements[id] ?? 0, at), 0);
  const best = Object.values(judgements)
    .sort((one, other) => other - one)
    .slice(0, depth)
    .reduce((sum, gain, at) => sum + gainAt(gain, at), 0);
  return best === 0 ? 0 : gained / best;
}

/** One by the rank of the first relevant hit; 0 when there is none among `depth`. */
export function reciprocalRank(ranked: readonly string[], judgements: Judgements, depth = 10): number {
  const at = ranked.slice(0, depth).findIndex((id) => (judgements[id] ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

/** The share of the relevant documents among the first `depth` hits. */
export function recall(ranked: readonly string[], judgements: Judgements, depth = 10): number {
  const relevant = Object.keys(judgements).filter((id) => (judgements[id] ?? 0) > 0);
  if (relevant.length === 0) return 0;
  const found = new Set(ranked.slice(0, depth));
  return relevant.filter((id) => found.has(id)).length / relevant.length;
}
