import { feedbackTerms, scoreFeedback } from './feedback.js';
import type { IndexFile } from './index-file.js';
import type { WordPostings } from './lookup.js';
import { bestPassages, scorePassages } from './passages.js';
import type { IndexedVector } from './port.js';
import { type DocumentScores, rankDocuments, type Scored, topScored } from './ranking.js';
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
  signals: ('LEXICAL' | 'VECTOR')[];
}

export interface RankedPassages {
  ranked: RankedPassage[];
  total: number;
}

/** How many documents of the first ranking are ranked anew. */
const CANDIDATES = 50;
/** How many of them are taken as relevant. */
const FEEDBACK = 3;
/** The query's share beside the feedback terms. */
const QUERY_SHARE = 0.85;
/** The best passage's share of a document's score beside the whole document (Callan, SIGIR 1994). */
const PASSAGE_SHARE = 0.3;
/** How many documents of the ranking by words are fused with the nearest ones. */
const FUSED = 100;

/** Ranks documents, each by its words as a whole, its best passage, and what the best documents share. */
export function rankQuery(ranking: Ranking): RankedPassages {
  const scores = rankDocuments(ranking.words, ranking.collection, ranking.summaries);
  const matched = scores.matched.filter((document) => ranking.admitted[document] === 1);
  const first = topScored(
    matched,
    (document) => scores.scores[document] ?? 0,
    Math.max(CANDIDATES, FUSED, ranking.most),
  );
  const passages = passagesOf(ranking, scores, first);
  const lexical = rerank(ranking, first, passages);
  const chunk = (document: number) => passages.get(document)?.chunk ?? firstChunk(ranking, document);
  if (ranking.vector === null) {
    const ranked = lexical.map(
      ({ number, score }): RankedPassage => ({
        document: number,
        chunk: chunk(number),
        score,
        signals: ['LEXICAL'],
      }),
    );
    return { ranked, total: matched.length };
  }
  return fuse(ranking, ranking.vector, lexical, matched, passages);
}

function rerank(
  ranking: Ranking,
  first: readonly Scored[],
  passages: ReadonlyMap<number, { chunk: number; score: number }>,
): Scored[] {
  const { file, words, collection, summaries } = ranking;
  const candidates = first.slice(0, CANDIDATES).map(({ number, score }) => ({
    number,
    score: score + PASSAGE_SHARE * focus(summaries, number, passages.get(number)?.score ?? 0),
  }));
  const best = topScored(
    candidates.map(({ number }) => number),
    scoreOf(candidates),
    FEEDBACK,
  );
  const terms = feedbackTerms(
    file,
    best.map(({ number, score }) => ({ number, score, passage: passages.get(number)?.chunk ?? 1 })),
    collection,
    summaries,
  );
  if (terms.length === 0)
    return [
      ...topScored(
        candidates.map(({ number }) => number),
        scoreOf(candidates),
        CANDIDATES,
      ),
      ...first.slice(CANDIDATES),
    ];
  const weight = words.reduce((sum, word) => sum + word.weight, 0);
  const related = scoreFeedback(
    terms,
    candidates.map(({ number }) => number),
    collection,
    summaries,
  );
  const base = scoreOf(candidates);
  const renewed = (document: number) =>
    QUERY_SHARE * base(document) + (1 - QUERY_SHARE) * weight * (related.get(document) ?? 0);
  const rest = first.slice(CANDIDATES).map(({ number, score }) => ({ number, score: QUERY_SHARE * score }));
  return [
    ...topScored(
      candidates.map(({ number }) => number),
      renewed,
      CANDIDATES,
    ),
    ...rest,
  ];
}

/** A document of one passage is not scored twice. */
function focus(summaries: Summaries, document: number, passageScore: number): number {
  return chunksOf(summaries, document) > 1 ? passageScore : 0;
}

function fuse(
  ranking: Ranking,
  vector: IndexedVector,
  lexical: readonly Scored[],
  matched: readonly number[],
  passages: ReadonlyMap<number, { chunk: number; score: number }>,
): RankedPassages {
  const near = new Map<number, number>();
  for (const { document, passage } of nearestPassages(ranking.file, vector, ranking.admitted)) {
    if (!near.has(document)) near.set(document, passage);
  }
  const words = new Set(matched);
  const fused = fuseRanks([lexical.map(({ number }) => number), [...near.keys()]]);
  const ranked = topScored([...fused.keys()], (document) => fused.get(document) ?? 0, fused.size).map(
    ({ number, score }): RankedPassage => ({
      document: number,
      chunk: passages.get(number)?.chunk ?? near.get(number) ?? firstChunk(ranking, number),
      score,
      signals: [
        ...(words.has(number) ? (['LEXICAL'] as const) : []),
        ...(near.has(number) ? (['VECTOR'] as const) : []),
      ],
    }),
  );
  const total = matched.length + [...near.keys()].filter((document) => !words.has(document)).length;
  return { ranked, total };
}

function passagesOf(
  { words, summaries }: Ranking,
  { informations }: DocumentScores,
  documents: readonly Scored[],
): Map<number, { chunk: number; score: number }> {
  const wanted = new Uint8Array(summaries.size);
  for (const { number } of documents) wanted[number] = 1;
  return bestPassages(scorePassages(words, informations, wanted));
}

/** A document found by its title alone is shown by its beginning. */
function firstChunk({ summaries }: Ranking, document: number): number {
  return chunksOf(summaries, document) > 0 ? 1 : 0;
}

function scoreOf(scored: readonly Scored[]): (document: number) => number {
  const scores = new Map(scored.map(({ number, score }) => [number, score]));
  return (document) => scores.get(document) ?? 0;
}
