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

/**
 * One by the rank of the first relevant hit; 0 when there is none among `depth`. Its mean over queries is the MRR
 * (Voorhees, TREC-8 1999).
 */
export function reciprocalRank(ranked: readonly string[], judgements: Judgements, depth = 10): number {
  const at = ranked.slice(0, depth).findIndex((id) => (judgements[id] ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

/**
 * The share of the relevant documents among the first `depth` hits; 0 when none is relevant. Against the hits of an exact
 * search as judgements it is the recall of an approximate one.
 */
export function recall(ranked: readonly string[], judgements: Judgements, depth = 10): number {
  const relevant = Object.keys(judgements).filter((id) => (judgements[id] ?? 0) > 0);
  return contextRecall(relevant, ranked.slice(0, depth)) ?? 0;
}

/**
 * The share of the references that stand in a retrieved context, by their ids: the form of context recall that asks no
 * model (Ragas, `IDBasedContextRecall`; Es et al., "Ragas", EACL 2024). Null without references.
 */
export function contextRecall(references: Iterable<string>, context: Iterable<string>): number | null {
  const wanted = new Set(references);
  const given = new Set(context);
  if (wanted.size === 0) return null;
  return [...wanted].filter((id) => given.has(id)).length / wanted.size;
}

/**
 * Whether the relevant parts of a context stand before the others: the sum over the first `depth` parts of the precision
 * up to each relevant one, by the number of relevant ones among them; 0 when there is none. It is the average precision
 * of the parts that were retrieved (Ragas, `ContextPrecision`; Es et al., "Ragas", EACL 2024).
 */
export function contextPrecision(relevance: readonly boolean[], depth = relevance.length): number {
  let relevant = 0;
  let sum = 0;
  for (const [at, isRelevant] of relevance.slice(0, depth).entries()) {
    if (!isRelevant) continue;
    relevant += 1;
    sum += relevant / (at + 1);
  }
  return relevant === 0 ? 0 : sum / relevant;
}
