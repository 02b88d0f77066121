import type { SearchSignal } from 'tributary/sdk';
import { feedbackShare, feedbackTerms, scoreFeedback } from './feedback.js';
import type { IndexFile } from './index-file.js';
import type { WordPostings } from './lookup.js';
import {
  type BestPassage,
  bestOrdinals,
  bestPassages,
  type PassageScores,
  scorePassages,
} from './passages.js';
import type { IndexedVector } from './port.js';
import { type DocumentScores, rankDocuments, type Scored, topScored } from './ranking.js';
import type { Readable } from './readable.js';
import { SentenceScore } from './sentence-score.js';
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
/** How many of them are read for their sentences. */
const READ_DOCUMENTS = 50;
/** How many of them are taken as relevant. */
const FEEDBACK = 10;
/** What the best sentence counts beside a whole document. */
const SENTENCE_SHARE = 0.4;
/** Passages of a document, its best ones, whose sentences are read. */
const READ_PASSAGES = 4;

/** Ranks documents, each by its words as a whole, by its best passage, and by what the best documents share. */
export function rankQuery(ranking: Ranking): RankedPassages {
  const { words, collection, summaries, admitted } = ranking;
  const ranks = rankDocuments(words, collection, summaries);
  const found = ranks.matched.filter((document) => admitted[document] === 1);
  const first = topScored(
    found,
    (document) => ranks.scores[document] ?? 0,
    Math.max(CANDIDATES, ranking.most),
  );
  const wanted = new Uint8Array(summaries.size);
  for (const { number } of first) wanted[number] = 1;
  const scores = scorePassages(words, ranks.informations, wanted, summaries, collection);
  const passages = bestPassages(scores);
  const { ranked: lexical, learned } = rerank(ranking, first, { ranks, scores, passages });
  const signals = (document: number): SearchSignal[] => [
    ...(ranks.lexical[document] === 1 ? (['LEXICAL'] as const) : []),
    ...(learned.has(document) ? (['LEARNED'] as const) : []),
  ];
  if (ranking.vector !== null) return fuse(ranking, ranking.vector, { lexical, found, passages, signals });
  const ranked = lexical.map(
    ({ number, score }): RankedPassage => ({
      document: number,
      chunk: shown(summaries, number, passages.get(number)?.chunk),
      score,
      signals: signals(number),
    }),
  );
  return { ranked, total: found.length, documents: () => found };
}

interface FirstRanking {
  readonly ranks: DocumentScores;
  readonly scores: PassageScores;
  readonly passages: ReadonlyMap<number, BestPassage>;
}

/**
 * Ranks the first documents anew, by their best passages and sentences and by the words that the best of them share; the
 * others follow in their order, below them. `learned`: documents that words from other documents have moved.
 */
function rerank(
  ranking: Ranking,
  first: readonly Scored[],
  { ranks, scores, passages }: FirstRanking,
): { ranked: Scored[]; learned: ReadonlySet<number> } {
  const { file, words, collection, summaries } = ranking;
  const focused = new Map(
    first.map(({ number, score }) => {
      const share = passageShare(chunksOf(summaries, number));
      return [number, (1 - share) * score + share * (passages.get(number)?.score ?? score)];
    }),
  );
  const candidates = first.slice(0, CANDIDATES).map(({ number }) => number);
  const read = candidates.slice(0, READ_DOCUMENTS);
  const sentence = new SentenceScore(file, words, ranks.informations);
  for (const [document, ordinals] of bestOrdinals(scores, read, READ_PASSAGES)) {
    const said = sentence.best(document, ordinals);
    focused.set(document, (focused.get(document) ?? 0) + SENTENCE_SHARE * said);
  }
  const own = (document: number) => focused.get(document) ?? 0;
  const best = topScored(candidates, own, FEEDBACK);
  const terms = feedbackTerms(
    file,
    best.map((scored) => ({ ...scored, passage: passages.get(scored.number)?.chunk ?? 1 })),
    collection,
  );
  const share = terms.length === 0 ? 0 : feedbackShare(collection);
  const weight = words.reduce((sum, word) => sum + word.weight, 0);
  const related = scoreFeedback(terms, candidates, collection, summaries);
  const ranked = topScored(
    candidates,
    (document) => (1 - share) * own(document) + share * weight * (related.get(document) ?? 0),
    CANDIDATES,
  );
  const floor = ranked.at(-1)?.score ?? 0;
  const learned = new Set(
    first
      .map(({ number }) => number)
      .filter((number) => ranks.learned[number] === 1 || (related.get(number) ?? 0) > 0),
  );
  const rest = first
    .slice(CANDIDATES)
    .map(({ number, score }) => ({ number, score: Math.min(floor, (1 - share) * score) }));
  return { ranked: [...ranked, ...rest], learned };
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
    signals,
  }: {
    lexical: readonly Scored[];
    found: readonly number[];
    passages: ReadonlyMap<number, BestPassage>;
    signals: (document: number) => SearchSignal[];
  },
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
      signals: [...signals(number), ...(near.has(number) ? (['VECTOR'] as const) : [])],
    }),
  );
  const nearOnly = [...near.keys()].filter((document) => !words.has(document));
  return { ranked, total: found.length + nearOnly.length, documents: () => [...found, ...nearOnly] };
}

/** A document without passages is shown by its title's entry, which has no text. */
function shown(summaries: Summaries, document: number, chunk: number | undefined): number {
  return chunksOf(summaries, document) === 0 ? 0 : (chunk ?? 1);
}
