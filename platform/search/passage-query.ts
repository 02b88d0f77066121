import type { RankedPassages, Ranking } from './document-query.js';
import { chunkOf, documentOf, passageKey, scorePassages } from './passages.js';
import { rankDocuments, topScored } from './ranking.js';
import { fuseRanks, nearestPassages } from './vectors.js';

/** The whole document's share of a passage's score (Callan, "Passage-level evidence in document retrieval", 1994). */
const DOCUMENT_SHARE = 0.2;
/** How many passages of the ranking by words are fused with the nearest ones. */
const FUSED = 100;

/** Ranks passages: each by its own words and, for a share, by its whole document. */
export function rankPassageQuery(ranking: Ranking): RankedPassages {
  const { words, collection, summaries, admitted, file, vector, most } = ranking;
  const { scores, informations, lexical: written, learned } = rankDocuments(words, collection, summaries);
  const { passages: found } = scorePassages(words, informations, admitted, summaries, collection);
  const score = (passage: number) =>
    (found.get(passage) ?? 0) + DOCUMENT_SHARE * (scores[documentOf(passage)] ?? 0);
  const lexical = topScored([...found.keys()], score, Math.max(FUSED, most));
  const near =
    vector === null
      ? []
      : nearestPassages(file, vector, admitted).map(({ document, passage }) => passageKey(document, passage));
  const nearby = new Set(near);
  const fused = vector === null ? null : fuseRanks([lexical.map(({ number }) => number), near]);
  const order =
    fused === null ? lexical : topScored([...fused.keys()], (passage) => fused.get(passage) ?? 0, fused.size);
  return {
    ranked: order.map(({ number, score: value }) => ({
      document: documentOf(number),
      chunk: chunkOf(number),
      score: value,
      signals: [
        ...(found.has(number) && written[documentOf(number)] === 1 ? (['LEXICAL'] as const) : []),
        ...(nearby.has(number) ? (['VECTOR'] as const) : []),
        ...(learned[documentOf(number)] === 1 ? (['LEARNED'] as const) : []),
      ],
    })),
    total: found.size + near.filter((passage) => !found.has(passage)).length,
    documents: () => [...new Set([...found.keys(), ...near].map(documentOf))],
  };
}
