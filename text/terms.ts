import { guessLanguage, type Language } from './language.js';
import { createStemmer, type Stemmer } from './stems.js';
import { STOP_WORDS } from './stop-words.js';
import { type Token, tokens } from './tokens.js';

/** Words of a text as they are compared: stemmed, without stop words. Keeps stemmers, so make one and use it on. */
export interface Analyser {
  readonly language: Language;
  /** The stems in order, with the places (UTF-16 indices) of their words. */
  tokens(text: string): Token[];
  /** The stems in order. */
  terms(text: string): string[];
}

/** An analyser for a language, or for that of the given text. */
export function createAnalyser(language: Language): Analyser {
  const stemmer: Stemmer = createStemmer(language);
  const stops = STOP_WORDS[language];
  const analyse = (text: string) =>
    tokens(text)
      .filter(({ term }) => !stops.has(term))
      .map((token) => ({ ...token, term: stemmer.stem(token.term) }));
  return { language, tokens: analyse, terms: (text) => analyse(text).map(({ term }) => term) };
}

/** The analyser for the language that a text seems to have. */
export function analyserFor(text: string): Analyser {
  return createAnalyser(guessLanguage(text).language);
}
