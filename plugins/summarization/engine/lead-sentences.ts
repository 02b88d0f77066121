import { createAnalyser, jaccard, lexRank, maximalMarginalRelevance } from 'tributary/text';
import { type Audience, emphasis } from './audience.js';
import { languageOf, type Source, type Unit } from './units.js';

/** Ranking compares each sentence with each: beyond this many, the first of each document are ranked. */
const mostRanked = 400;
/** The share of relevance against novelty. */
const relevanceShare = 0.7;
/** Two sentences that share this much of their words say the same. */
const sameWords = 0.75;

/**
 * The positions of the sentences that tell most, in their order. Centrality by LexRank (Erkan and Radev, JAIR 2004),
 * weighted towards the beginning of each document, where documents say what they are about; chosen by maximal marginal
 * relevance (Carbonell and Goldstein, SIGIR 1998).
 */
export function leadSentences(
  units: readonly Unit[],
  count: number,
  audience: Audience = 'GENERAL',
): number[] {
  const candidates = firstOfEach(units);
  const first = candidates[0]?.unit;
  if (!first || candidates.length <= count) return candidates.map(({ at }) => at);
  const analyser = createAnalyser(languageOf(first.source));
  const terms = candidates.map(({ unit }) => analyser.terms(unit.text));
  const bias = candidates.map(({ rank }) => 1 / Math.sqrt(1 + rank));
  const central = lexRank(terms, { bias });
  const most = Math.max(...central);
  const relevance = central.map(
    (score, at) => (score / most) * emphasis(audience, candidates[at]?.unit.text ?? ''),
  );
  const sets = terms.map((found) => new Set(found));
  const none = new Set<string>();
  const alike = (left: number, right: number) => {
    const shared = jaccard(sets[left] ?? none, sets[right] ?? none);
    // However central, what was said is not said again while something else is left.
    return shared >= sameWords ? Number.MAX_SAFE_INTEGER : shared;
  };
  const chosen = maximalMarginalRelevance(relevance, alike, count, relevanceShare);
  return chosen.flatMap((each) => candidates[each]?.at ?? []).sort((one, other) => one - other);
}

/** As many of each document as can be ranked, with their place in it. */
function firstOfEach(units: readonly Unit[]): { unit: Unit; at: number; rank: number }[] {
  const seen = new Map<Source, number>();
  const placed = units.map((unit, at) => {
    const rank = seen.get(unit.source) ?? 0;
    seen.set(unit.source, rank + 1);
    return { unit, at, rank };
  });
  const share = Math.max(1, Math.floor(mostRanked / Math.max(1, seen.size)));
  return placed.filter(({ rank }) => rank < share);
}
