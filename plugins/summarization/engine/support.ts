import type { PageText } from 'tributary/sdk';
import { Bm25, createAnalyser, Offsets, sentences } from 'tributary/text';
import { languageOf, type PlacedSentence, placedSentences } from './lead-sentences.js';

/** A sentence of a summary (code points, end exclusive) and the sentence of the document that it rests on. */
export interface Support {
  answerStart: number;
  answerEnd: number;
  source: PlacedSentence;
}

/** How much of what a sentence says its source has to hold. */
const coverage = 0.4;

/**
 * Finds what the sentences of a summary rest on: the document's best sentence by BM25 (Robertson and Zaragoza, 2009),
 * if it holds enough of the words. A sentence of a summary that nothing supports has none.
 */
export function supportOf(summary: string, pages: readonly PageText[], language: string | null): Support[] {
  const known = languageOf(pages, language);
  const sources = placedSentences(pages, known);
  const analyser = createAnalyser(known);
  const terms = sources.map(({ text }) => analyser.terms(text));
  const index = new Bm25(terms);
  const offsets = new Offsets(summary);
  return sentences(summary, known).flatMap(({ text, start, end }) => {
    const said = [...new Set(analyser.terms(text))];
    const at = index.rank(said)[0]?.index;
    const source = at === undefined ? undefined : sources[at];
    const held = new Set(at === undefined ? [] : terms[at]);
    if (!source || said.filter((term) => held.has(term)).length < said.length * coverage) return [];
    return [{ answerStart: offsets.toCodePoint(start), answerEnd: offsets.toCodePoint(end), source }];
  });
}
