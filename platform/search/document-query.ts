import type { SearchSignal } from 'tributary/sdk';
import { feedbackTerms, scoreFeedback } from './feedback.js';
import type { IndexFile } from './index-file.js';
import type { WordPostings } from './lookup.js';
import { type BestPassage, bestPassages, scorePassages } from './passages.js';
import type { IndexedVector } from './port.js';
import { rankDocuments, type Scored, topScored } from './ranking.js';
import type { Readable } from './readable.js';
import { chunksOf, type Summaries } from './summaries.js';
import { fuseRanks, nearestPassages } from './vectors.js';

/** A query looked up, with what its caller may see. */
export interface Ranking {
  readonly file: IndexFile;
  readonly words: readonly WordPostings[];
  readonly collection: Readable;
  readonly summaries: Summaries;
  /** Readable documents that the filters let through. */
  readonly admitted: Uint8Array;
  readonly vector: IndexedVector | null;
  /** How many hits are wanted from the first on. */
  readonly most: number;
}

export interface RankedPassage {
  document: number;
  chunk: number;
  score: number;
  signals: SearchSignal[];
}

export interface RankedPassages {
  ranked: RankedPassage[];
  total: number;
  /** Numbers of all documents that match. */
  documents(): readonly number[];
}

/** How many documents of the first ranking are ranked anew. */
const CANDIDATES = 100;
/** How many of them are taken as relevant. */
const FEEDBACK = 3;
/** The query's share beside the feedback terms. */
const QUERY_SHARE = 0.85;

/** Ranks documents, each by its words as a whole, by its best passage, and by what the best documents share. */
export function rankQuery(ranking: Ranking): RankedPassages {
  const { words, collection, summaries, admitted } = ranking;
  const { scores, matched, informations } = rankDocuments(words, collection, summaries);
  const found = matched.filter((document) => admitted[document] === 1);
  const first = topScored(found, (document) => scores[document] ?? 0, Math.max(CANDIDATES, ranking.most));
  const wanted = new Uint8Array(summaries.size);
  for (const { number } of first) wanted[number] = 1;
  const passages = bestPassages(scorePassages(words, informations, wanted, summaries, collection));
  const lexical = rerank(ranking, first, passages);
  if (ranking.vector !== null) return fuse(ranking, ranking.vector, { lexical, found, passages });
  const ranked = lexical.map(
    ({ number, score }): RankedPassage => ({
      document: number,
      chunk: shown(summaries, number, passages.get(number)?.chunk),
      score,
      signals: ['LEXICAL'],
    }),
  );
  return { ranked, total: found.length, documents: () => found };
}

/** Ranks the first documents anew; the others follow in their order, below them. */
function rerank(
  ranking: Ranking,
  first: readonly Scored[],
  passages: ReadonlyMap<number, BestPassage>,
): Scored[] {
  const { file, words, collection, summaries } = ranking;
  const focused = new Map(
    first.map(({ number, score }) => {
      const share = passageShare(chunksOf(summaries, number));
      return [number, (1 - share) * score + share * (passages.get(number)?.score ?? score)];
    }),
  );
  const candidates = first.slice(0, CANDIDATES).map(({ number }) => number);
  const own = (document: number) => focused.get(document) ?? 0;
  const best = topScored(candidates, own, FEEDBACK);
  const terms = feedbackTerms(
    file,
    best.map((scored) => ({ ...scored, passage: passages.get(scored.number)?.chunk ?? 1 })),
    collection,
  );
  const share = terms.length === 0 ? 1 : QUERY_SHARE;
  const weight = words.reduce((sum, word) => sum + word.weight, 0);
  const related = scoreFeedback(terms, candidates, collection, summaries);
  const ranked = topScored(
    candidates,
    (document) => share * own(document) + (1 - share) * weight * (related.get(document) ?? 0),
    CANDIDATES,
  );
  const floor = ranked.at(-1)?.score ?? 0;
  return [
    ...ranked,
    ...first
      .slice(CANDIDATES)
      .map(({ number, score }) => ({ number, score: Math.min(floor, share * score) })),
  ];
}

/**
 * The best passage's share of a score beside the whole document (Callan, "Passage-level evidence in document
 * retrieval", SIGIR 1994): the longer a document, the less it says as a whole. Nothing for one passage, a quarter
 * for five, three quarters for twenty.
 */
function passageShare(chunks: number): number {
  return chunks < 2 ? 0 : ((chunks - 1) / (chunks + 1)) ** 3;
}

/** Fuses the ranking by words with the nearest passages; a document found by both shows its best passage by words. */
function fuse(
  ranking: Ranking,
  vector: IndexedVector,
  {
    lexical,
    found,
    passages,
  }: { lexical: readonly Scored[]; found: readonly number[]; passages: ReadonlyMap<number, BestPassage> },
): RankedPassages {
  const near = new Map<number, number>();
  for (const { document, passage } of nearestPassages(ranking.file, vector, ranking.admitted)) {
    if (!near.has(document)) near.set(document, passage);
  }
  const words = new Set(found);
  const fused = fuseRanks([lexical.map(({ number }) => number), [...near.keys()]]);
  const ranked = topScored(fused.keys(), (document) => fused.get(document) ?? 0, fused.size).map(
    ({ number, score }): RankedPassage => ({
      document: number,
      chunk: shown(ranking.summaries, number, passages.get(number)?.chunk ?? near.get(number)),
      score,
      signals: [
        ...(words.has(number) ? (['LEXICAL'] as const) : []),
        ...(near.has(number) ? (['VECTOR'] as const) : []),
      ],
    }),
  );
  const nearOnly = [...near.keys()].filter((document) => !words.has(document));
  return { ranked, total: found.length + nearOnly.length, documents: () => [...found, ...nearOnly] };
}

/** A document without passages is shown by its title's entry, which has no text. */
function shown(summaries: Summaries, document: number, chunk: number | undefined): number {
  return chunksOf(summaries, document) === 0 ? 0 : (chunk ?? 1);
}
