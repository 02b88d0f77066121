import snowball from 'snowball-stemmers';
import type { Language } from './language.js';

const ALGORITHMS: Readonly<Partial<Record<Language, string>>> = {
  en: 'english',
  de: 'german',
  fr: 'french',
  es: 'spanish',
  ru: 'russian',
};
const CACHED = 50_000;

/** Reduces words of one language to their stems. */
export interface Stemmer {
  stem(word: string): string;
}

/**
 * A stemmer with a bounded memory of the words it has seen (natural text repeats them): Snowball (Porter 1980,
 * 2001) for en de fr es ru; other languages keep their words. Words with digits stay as they are.
 */
export function createStemmer(language: Language): Stemmer {
  const algorithm = ALGORITHMS[language];
  if (algorithm === undefined) return { stem: (word) => word };
  const stemmer = snowball.newStemmer(algorithm);
  const seen = new Map<string, string>();
  return {
    stem(word) {
      const known = seen.get(word);
      if (known !== undefined) return known;
      const stemmed = /\p{N}/u.test(word) ? word : stemmer.stem(word.replace(/'s?$/, ''));
      if (seen.size >= CACHED) seen.clear();
      seen.set(word, stemmed);
      return stemmed;
    },
  };
}
