import { francAll } from 'franc-min';
import { STOP_WORDS } from './stop-words.js';
import { words } from './tokens.js';

/** Languages whose texts are stemmed or segmented (ISO 639-1). */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ru', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface LanguageGuess {
  language: Language;
  /** 0 to 1. Below 0.5 the text is too short or of another language. */
  confidence: number;
}

const LATIN: ReadonlyArray<readonly [Language, string]> = [
  ['en', 'eng'],
  ['de', 'deu'],
  ['fr', 'fra'],
  ['es', 'spa'],
];
/** Letters that of these four only one or few languages write. */
const MARKS: ReadonlyArray<readonly [Language, RegExp]> = [
  ['de', /[äöüß]/giu],
  ['fr', /[àâæçèêëîïôœùûÿ]/giu],
  ['es', /[ñ¿¡áíóú]/giu],
];
/** The beginning of a text is enough to know its language. */
const SAMPLE = 4000;

/** Whether a string names one of the languages that are known here. */
export function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/**
 * The language of a text among en de fr es ru zh. Scripts decide first; the four in Latin letters are told apart by
 * three votes: stop words (best on sentences), trigrams (franc, after Cavnar and Trenkle 1994; best on long text)
 * and letters with marks.
 */
export function guessLanguage(text: string): LanguageGuess {
  const sample = text.slice(0, SAMPLE);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0;
  const kana = sample.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  // A Chinese character carries about as much as three letters.
  if (han * 3 > letters - han && kana * 5 < han) return { language: 'zh', confidence: 0.95 };
  if (cyrillic * 2 > letters) return { language: 'ru', confidence: /[іїєґў]/iu.test(sample) ? 0.4 : 0.9 };
  return guessLatin(sample);
}

function guessLatin(sample: string): LanguageGuess {
  const terms = words(sample);
  const votes = LATIN.map(([language]): [Language, number] => [
    language,
    plainVotes(language, terms, sample),
  ]);
  // Trigrams cost more than all the rest and decide only what words leave open.
  const scores = decided(votes) ? votes : withTrigrams(votes, terms.length, sample);
  const [best, second] = ranked(scores);
  if (best === undefined || best[1] === 0) return { language: 'en', confidence: 0 };
  const lead = 1 - (second?.[1] ?? 0) / best[1];
  return { language: best[0], confidence: Math.round(lead * Math.min(1, terms.length / 5) * 100) / 100 };
}

function plainVotes(language: Language, terms: readonly string[], sample: string): number {
  const stops = terms.filter((term) => STOP_WORDS[language].has(term)).length;
  const marks = MARKS.filter(([of]) => of === language).map(
    ([, pattern]) => sample.match(pattern)?.length ?? 0,
  );
  return stops + 0.5 * marks.reduce((sum, count) => sum + count, 0);
}

function decided(votes: readonly [Language, number][]): boolean {
  const [best, second] = ranked(votes);
  return best !== undefined && best[1] >= 12 && best[1] >= 3 * (second?.[1] ?? 0);
}

function withTrigrams(
  votes: readonly [Language, number][],
  count: number,
  sample: string,
): [Language, number][] {
  const trigrams = new Map(francAll(sample, { only: LATIN.map(([, code]) => code), minLength: 10 }));
  const codes = new Map(LATIN);
  return votes.map(([language, vote]) => {
    const trigram = trigrams.get(codes.get(language) ?? '') ?? 0;
    return [language, vote + (trigram ** 4 * Math.min(count, 40)) / 8];
  });
}

function ranked(scores: readonly [Language, number][]): [Language, number][] {
  return scores.toSorted(([, left], [, right]) => right - left);
}
