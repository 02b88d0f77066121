import type { SearchHit } from 'tributary/sdk';
import type { EmbeddingSpace } from '#platform';
import { Offsets } from '#text';
import type { Analysis, AnalysisLanguage } from './analysis.js';
import { correctionsOf } from './corrections.js';
import { cursorAt, hitsBefore } from './cursor.js';
import type { RankedPassage } from './document-query.js';
import { facetsOf } from './facets.js';
import { filtered } from './filter.js';
import type { IndexFile } from './index-file.js';
import type { SearchPage, SearchQuery } from './port.js';
import { eligible, readable } from './readable.js';
import { lookUpRelated } from './related-words.js';
import { select } from './selection.js';
import { inSpace, spaceOf } from './space.js';
import type { Vocabularies } from './vocabularies.js';

/** What one file answers. */
type FilePage = Omit<SearchPage, 'generation'> & { space: EmbeddingSpace | null };

const EMPTY: Omit<FilePage, 'space'> = {
  hits: [],
  totalCount: 0,
  endCursor: null,
  hasNextPage: false,
  corrections: [],
  signals: [],
  facets: [],
};

/** What an answer comes from. */
interface Sources {
  readonly file: IndexFile;
  readonly analysis: Analysis;
  readonly vocabularies: Vocabularies;
}

/** Answers one query from one file, in one read transaction. */
export function answerQuery({ file, analysis, vocabularies }: Sources, query: SearchQuery): FilePage {
  const before = hitsBefore(query);
  return file.read(() => {
    const directory = file.directory();
    const collection = readable(directory, query.rights);
    const words = analysis.query(query.text, collection.languages);
    const space = spaceOf(file);
    if (collection.count === 0) return { ...EMPTY, space };
    const admitted = eligible(file, directory, collection, query);
    const { words: postings, corrected } = lookUpRelated(file, vocabularies.of(file), words, collection);
    const ranking = {
      file,
      words: postings,
      collection,
      summaries: directory.summaries,
      admitted: query.filter ? filtered(file, directory, admitted, query.filter) : admitted,
      vector: query.vector && space && inSpace(query.vector, space) ? query.vector : null,
      most: before + Math.min(Math.max(query.first, 1), 100),
    };
    const { ranked, total, documents, signals } = select(ranking, query, words.length > 0);
    const page = ranked.slice(before, ranking.most);
    const shown = new Set([
      ...words.flatMap((word) => word.variants),
      ...postings.flatMap(({ related }) => related.filter(({ finds }) => finds).map(({ text }) => text)),
    ]);
    const hits = page.map((passage, index) => ({
      cursor: cursorAt(query, before + index + 1),
      ...hitOf(file, analysis, passage, shown),
    }));
    const end = before + hits.length;
    return {
      hits,
      totalCount: total,
      endCursor: hits.at(-1)?.cursor ?? null,
      hasNextPage: end < total,
      corrections: correctionsOf(file, analysis, corrected, collection),
      signals,
      facets: query.facets ? facetsOf(file, directory, documents(), query.facets) : [],
      space,
    };
  });
}

function hitOf(
  file: IndexFile,
  analysis: Analysis,
  { document, chunk, score, signals }: RankedPassage,
  variants: ReadonlySet<string>,
): Omit<SearchHit, 'cursor'> {
  const found = file.get<{ id: string; version: string; language: AnalysisLanguage }>(
    'select id, version, language from document where number = ?',
    document,
  );
  const passage = file.get<{ page: number; start: number; end: number; text: string }>(
    'select page, start, end, text from chunk where document = ? and ordinal = ?',
    document,
    chunk,
  );
  const { text, ...place } = passage ?? { page: 1, start: 0, end: 0, text: '' };
  const highlights = highlight(text, analysis, found?.language ?? 'other', variants);
  return {
    documentId: found?.id ?? '',
    versionId: found?.version ?? '',
    ...place,
    text,
    score,
    highlights,
    signals,
  };
}

/** The places of matched words in code points; words that overlap are one place. */
function highlight(
  text: string,
  analysis: Analysis,
  language: AnalysisLanguage,
  shown: ReadonlySet<string>,
): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  for (const { term, start, end } of analysis.tokens(text, language)) {
    if (!shown.has(term)) continue;
    const last = places.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else places.push({ start, end });
  }
  const offsets = new Offsets(text);
  return places.map(({ start, end }) => ({
    start: offsets.toCodePoint(start),
    end: offsets.toCodePoint(end),
  }));
}
