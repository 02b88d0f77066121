import type { SearchOrder, SearchSignal } from 'tributary/sdk';
import { byDate } from './date-order.js';
import { type RankedPassage, type RankedPassages, type Ranking, rankQuery } from './document-query.js';
import { rankPassageQuery } from './passage-query.js';
import type { SearchQuery } from './port.js';
import { chunksOf, type Summaries } from './summaries.js';

/** The first hits of a query, and all documents that match. */
export interface Selection {
  readonly ranked: readonly RankedPassage[];
  readonly total: number;
  /** Numbers of all documents that match. */
  documents(): readonly number[];
  /** What was searched by. */
  readonly signals: SearchSignal[];
}

const newestFirst: SearchOrder = { by: 'date' };

/**
 * Ranks by relevance or orders by a date. A query that has a filter and no words lists the documents that the filter
 * lets through.
 */
export function select(ranking: Ranking, query: SearchQuery, hasWords: boolean): Selection {
  const { order, filter, unit } = query;
  if (!hasWords && filter !== undefined && ranking.vector === null) {
    return listed(ranking, order?.by === 'date' ? order : newestFirst);
  }
  const found = unit === 'passage' ? rankPassageQuery(ranking) : rankQuery(ranking);
  const signals = signalsOf(found, ranking, hasWords);
  if (order?.by !== 'date' || unit === 'passage') return { ...found, signals };
  const page = byDate(ranking.file, found.documents(), order).slice(0, ranking.most);
  return { ...found, ranked: shownAs(page, found, ranking), signals };
}

function listed(ranking: Ranking, order: SearchOrder): Selection {
  const { admitted, summaries, file, most } = ranking;
  const documents: number[] = [];
  for (let document = 0; document < admitted.length; document++) {
    if (admitted[document] === 1) documents.push(document);
  }
  const ranked = byDate(file, documents, order)
    .slice(0, most)
    .map((document) => plain(document, summaries));
  return { ranked, total: documents.length, documents: () => documents, signals: [] };
}

/** The documents of a page in their order, each with the passage that the ranking shows. */
function shownAs(page: readonly number[], found: RankedPassages, ranking: Ranking): RankedPassage[] {
  const known = new Map(found.ranked.map((passage) => [passage.document, passage]));
  if (page.some((document) => !known.has(document))) {
    const admitted = new Uint8Array(ranking.admitted.length);
    for (const document of page) admitted[document] = 1;
    const again = rankQuery({ ...ranking, admitted, vector: null, most: page.length });
    for (const passage of again.ranked)
      if (!known.has(passage.document)) known.set(passage.document, passage);
  }
  return page.map((document) => known.get(document) ?? plain(document, ranking.summaries));
}

function plain(document: number, summaries: Summaries): RankedPassage {
  return { document, chunk: chunksOf(summaries, document) === 0 ? 0 : 1, score: 0, signals: [] };
}

function signalsOf({ ranked }: RankedPassages, { vector }: Ranking, hasWords: boolean): SearchSignal[] {
  return [
    ...(hasWords ? (['LEXICAL'] as const) : []),
    ...(vector === null ? [] : (['VECTOR'] as const)),
    ...(ranked.some(({ signals }) => signals.includes('LEARNED')) ? (['LEARNED'] as const) : []),
  ];
}
