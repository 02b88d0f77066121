import { Bm25, createAnalyser, Offsets, sentences } from 'tributary/text';
import { languageOf, type Unit } from './units.js';

/** A sentence of a summary (code points, end exclusive) and the sentence of a source that it rests on. */
export interface Support {
  answerStart: number;
  answerEnd: number;
  unit: Unit;
}

/** How much of what a sentence says its source has to hold. */
const coverage = 0.4;

/**
 * Finds what the sentences of a summary rest on: the sources' best sentence by BM25 (Robertson and Zaragoza, 2009), if it
 * holds enough of the words. A sentence of a summary that nothing supports has none.
 */
export function supportOf(summary: string, units: readonly Unit[]): Support[] {
  const [first] = units;
  if (!first) return [];
  const language = languageOf(first.source);
  const analyser = createAnalyser(language);
  const terms = units.map(({ quote }) => analyser.terms(quote));
  const index = new Bm25(terms);
  const offsets = new Offsets(summary);
  return sentences(summary, language).flatMap(({ text, start, end }) => {
    const said = [...new Set(analyser.terms(text))];
    const at = index.rank(said, 1)[0]?.index;
    const unit = at === undefined ? undefined : units[at];
    const held = new Set(at === undefined ? [] : terms[at]);
    if (!unit || said.filter((term) => held.has(term)).length < said.length * coverage) return [];
    return [{ answerStart: offsets.toCodePoint(start), answerEnd: offsets.toCodePoint(end), unit }];
  });
}
