import { guessLanguage } from '../language.js';
import { type Sentence, sentences } from '../sentences.js';
import { type ClaimCheck, checkClaim } from './check-claim.js';
import type { GroundingSource } from './grounding-source.js';

/** A sentence of an answer with what its sources say of it. */
export interface CheckedSentence extends Sentence {
  check: ClaimCheck;
}

/** What claims nothing that could be supported: greetings, questions, a sentence of signs. */
const wordless = /^[^\p{L}\p{N}]*$/u;
const markers = /\[\d{1,2}(?:\s*,\s*\d{1,2})*\]/g;

/**
 * Each sentence of an answer held against the sources (SummaC, Laban et al., TACL 2022: the sentence is the grain at which
 * support is judged), markers such as `[2]` apart. Give the verdicts to `faithfulness` for the share that is supported.
 */
export function supportedSentences(answer: string, sources: readonly GroundingSource[]): CheckedSentence[] {
  return sentences(answer, guessLanguage(answer).language)
    .map((sentence) => ({ ...sentence, bare: sentence.text.replace(markers, ' ').trim() }))
    .filter(({ bare }) => !wordless.test(bare) && !bare.endsWith('?'))
    .map(({ bare, ...sentence }) => ({ ...sentence, check: checkClaim(bare, sources, 'ANSWER') }));
}
