import type { SearchHit } from 'tributary/sdk';
import {
  type Analyser,
  Bm25,
  codePointLength,
  createAnalyser,
  guessLanguage,
  Offsets,
  sentences,
} from 'tributary/text';
import { answerType, holds } from './answer-type.js';

/** A sentence of a passage with its place: code points of the page's text, end exclusive. */
export interface AnswerSentence {
  hit: SearchHit;
  text: string;
  start: number;
  end: number;
  score: number;
}

/** How much of the question's words the passage of an answer has to hold. */
const coverage = 0.5;
/** What a sentence is worth that holds nothing of the kind that is asked for. */
const offType = 0.4;
/** A second sentence is worth telling when it is nearly as good as the first. */
const nearlyAsGood = 0.6;

/**
 * The sentences of the passages that answer best: ranked by BM25 against the question (Robertson and Zaragoza, 2009),
 * with the passage's own rank and the expected type of the answer as priors, as in sentence selection for question answering (Otterbacher, Erkan and Radev,
 * HLT-EMNLP 2005). Empty when the passage of the best one covers too little of what the question asks for.
 */
export function answerSentences(question: string, hits: readonly SearchHit[], most = 3): AnswerSentence[] {
  const analyser = createAnalyser(guessLanguage(question).language);
  const asked = [...new Set(analyser.terms(question))];
  const candidates = hits.flatMap(sentencesOf);
  if (asked.length === 0 || candidates.length === 0) return [];
  const type = answerType(question);
  const terms = candidates.map(({ text }) => analyser.terms(text));
  const scores = new Map(new Bm25(terms).rank(asked).map(({ index, score }) => [index, score]));
  const ranked = candidates
    .map((candidate, at) => ({
      ...candidate,
      score:
        ((scores.get(at) ?? 0) / Math.sqrt(1 + hits.indexOf(candidate.hit) * 0.5)) *
        (holds(type, candidate.text) ? 1 : offType),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best || covered(asked, best, analyser) < coverage) return [];
  // What stands in a passage that says less of what was asked is another matter.
  const least = covered(asked, best, analyser);
  const told = new Set<string>();
  const isNew = ({ text }: AnswerSentence) => !told.has(text) && told.add(text).size > 0;
  return ranked
    .filter(
      (candidate) =>
        candidate.score >= best.score * nearlyAsGood &&
        covered(asked, candidate, analyser) >= least &&
        isNew(candidate),
    )
    .slice(0, most);
}

/** How near to the best sentence one has to come in words of the question to speak of the same thing. */
const nearlyAsFull = 0.6;

/** The sentences that hold much of what is asked, whichever document they stand in, best first. */
export function sentencesAbout(
  question: string,
  hits: readonly SearchHit[],
  analyser: Analyser,
): AnswerSentence[] {
  const asked = [...new Set(analyser.terms(question))];
  const counted = hits
    .flatMap(sentencesOf)
    .map((sentence) => {
      const held = new Set(analyser.terms(sentence.text));
      return { ...sentence, score: asked.filter((term) => held.has(term)).length };
    })
    .sort((one, other) => other.score - one.score);
  const most = counted[0]?.score ?? 0;
  return counted.filter(({ score }) => score > 0 && score >= most * nearlyAsFull);
}

function sentencesOf(hit: SearchHit): AnswerSentence[] {
  const offsets = new Offsets(hit.text);
  return sentences(hit.text, guessLanguage(hit.text).language).map(({ text, start, end }) => ({
    hit,
    text,
    start: hit.start + offsets.toCodePoint(start),
    end: hit.start + offsets.toCodePoint(end),
    score: 0,
  }));
}

/** The share of the asked terms that the sentence's passage holds; a long word tells more than a short one. */
function covered(asked: readonly string[], best: AnswerSentence, analyser: Analyser): number {
  const held = new Set(analyser.terms(best.hit.text));
  const weight = (terms: readonly string[]) =>
    terms.reduce((sum, term) => sum + Math.log(2 + codePointLength(term)), 0);
  return weight(asked.filter((term) => held.has(term))) / weight(asked);
}
