import type { PageText } from 'tributary/sdk';
import {
  createAnalyser,
  guessLanguage,
  isLanguage,
  jaccard,
  type Language,
  lexRank,
  maximalMarginalRelevance,
  Offsets,
  sentences,
} from 'tributary/text';

/** A sentence of a document with its place: code points of the page's text, end exclusive. */
export interface PlacedSentence {
  text: string;
  page: number;
  start: number;
  end: number;
}

/** Ranking compares each sentence with each: beyond this many, the first of the document are ranked. */
const mostRanked = 400;
/** The share of relevance against novelty. */
const relevanceShare = 0.7;
/** Two sentences that share this much of their words say the same. */
const sameWords = 0.75;

/**
 * The sentences that tell most of a document, in its own order. Centrality by LexRank (Erkan and Radev, JAIR 2004),
 * weighted towards the beginning, where documents say what they are about; chosen by maximal marginal relevance
 * (Carbonell and Goldstein, SIGIR 1998).
 */
export function leadSentences(
  pages: readonly PageText[],
  language: string | null,
  count: number,
): PlacedSentence[] {
  const known = languageOf(pages, language);
  const candidates = placedSentences(pages, known).slice(0, mostRanked);
  if (candidates.length <= count) return candidates;
  const analyser = createAnalyser(known);
  const terms = candidates.map(({ text }) => analyser.terms(text));
  const bias = candidates.map((_candidate, at) => 1 / Math.sqrt(1 + at));
  const central = lexRank(terms, { bias });
  const most = Math.max(...central);
  const relevance = central.map((score) => score / most);
  const sets = terms.map((found) => new Set(found));
  const none = new Set<string>();
  const alike = (left: number, right: number) => {
    const shared = jaccard(sets[left] ?? none, sets[right] ?? none);
    // However central, what was said is not said again while something else is left.
    return shared >= sameWords ? Number.MAX_SAFE_INTEGER : shared;
  };
  const chosen = maximalMarginalRelevance(relevance, alike, count, relevanceShare);
  return chosen.sort((a, b) => a - b).flatMap((at) => candidates[at] ?? []);
}

export function languageOf(pages: readonly PageText[], language: string | null): Language {
  return isLanguage(language) ? language : guessLanguage(pages.map(({ text }) => text).join('\n')).language;
}

export function placedSentences(pages: readonly PageText[], language: Language): PlacedSentence[] {
  return pages.flatMap((page) => placed(page, language));
}

/** Sentences of running text: a table row or a heading tells little on its own. */
function placed({ number, text }: PageText, language: string): PlacedSentence[] {
  const offsets = new Offsets(text);
  const all = sentences(text, language).map(({ text: sentence, start, end }) => ({
    text: sentence,
    page: number,
    start: offsets.toCodePoint(start),
    end: offsets.toCodePoint(end),
  }));
  const running = all.filter(({ text: sentence }) => !sentence.includes('\t') && sentence.length >= 25);
  return running.length > 0 ? running : all;
}
