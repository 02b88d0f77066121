import { codePointLength, readsLikePaper } from 'tributary/text';
import { covering } from './covering.js';
import { leadSentences } from './lead-sentences.js';
import type { Wanted } from './length.js';
import { tellingSentence } from './paper-sentence.js';
import { isConversation, languageOf, type Source, type Unit, unitsOf } from './units.js';

/** A piece of a summary, with what it was made of. */
export interface Piece {
  /** What is put before it. */
  separator: string;
  text: string;
  /** Code points of the summary, end exclusive: the sentence itself, without the name of who says it. */
  answerStart: number;
  answerEnd: number;
  unit: Unit;
}

/**
 * The sentences that sum up one or several texts, in their order. A conversation, and whatever is asked, is summed up by
 * covering its words; an abstract in one sentence by the model that learned which one; all else by centrality.
 */
export function summarise(sources: readonly Source[], question: string | null, wanted: Wanted): Unit[] {
  const units = sources.flatMap(unitsOf);
  return positions(sources, units, question, wanted).flatMap((at) => units[at] ?? []);
}

function positions(
  sources: readonly Source[],
  units: readonly Unit[],
  question: string | null,
  wanted: Wanted,
): number[] {
  if (question !== null || isConversation(units)) return covering(units, question, wanted);
  const [only, ...others] = sources;
  const texts = units.map(({ text }) => text);
  if (only && others.length === 0 && wanted.sentences === 1 && isAbstract(only, texts))
    return [tellingSentence(texts, only.title)];
  return leadSentences(units, wanted.count, wanted.audience);
}

const longestAbstract = 30;
const isAbstract = (source: Source, sentences: readonly string[]): boolean =>
  sentences.length > 0 &&
  sentences.length <= longestAbstract &&
  languageOf(source) === 'en' &&
  readsLikePaper(sentences);

/** The sentences as one text: who speaks is named where somebody else goes on, and of several documents which. */
export function pieces(units: readonly Unit[], sources: readonly Source[]): Piece[] {
  let length = 0;
  return units.map((unit, at) => {
    const before = units[at - 1];
    const isNext = before?.source !== unit.source;
    const title = sources.length > 1 && isNext && unit.source.title ? `${unit.source.title}: ` : '';
    const speaker =
      unit.speaker !== null && (isNext || before?.speaker !== unit.speaker) ? `${unit.speaker}: ` : '';
    const line = title !== '' || speaker !== '' ? '\n' : ' ';
    const separator = (at === 0 ? '' : line) + title + speaker;
    const answerStart = length + codePointLength(separator);
    length = answerStart + codePointLength(unit.text);
    return { separator, text: unit.text, answerStart, answerEnd: length, unit };
  });
}
