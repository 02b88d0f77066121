import { francAll } from 'franc-min';
import { LANGUAGE_LETTERS, LANGUAGE_WORDS } from './language-words.js';
import { words } from './tokens.js';

/** A language by its code (ISO 639-1). */
export interface IdentifiedLanguage {
  /** Null when it cannot be told. */
  language: string | null;
  /** From 0 to 1: how far the best is ahead of the next, less for few words. */
  confidence: number;
}

const sampleLength = 4000;
const enoughWords = 5;
const mostTrigramWords = 40;

/** Scripts that one language writes, nearly alone. */
const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ko', /\p{Script=Hangul}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['bn', /\p{Script=Bengali}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['te', /\p{Script=Telugu}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['hy', /\p{Script=Armenian}/gu],
  ['am', /\p{Script=Ethiopic}/gu],
];
/** Languages of one script, by the codes of the trigram models. */
const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    eng: 'en',
    deu: 'de',
    fra: 'fr',
    spa: 'es',
    ita: 'it',
    nld: 'nl',
    por: 'pt',
    pol: 'pl',
    tur: 'tr',
    swe: 'sv',
    ces: 'cs',
    ron: 'ro',
    hun: 'hu',
    ind: 'id',
    vie: 'vi',
    hrv: 'hr',
  }),
);
const CYRILLIC: ReadonlyMap<string, string> = new Map(
  Object.entries({ rus: 'ru', ukr: 'uk', bul: 'bg', bel: 'be' }),
);
const ARABIC: ReadonlyMap<string, string> = new Map(Object.entries({ arb: 'ar', urd: 'ur', pes: 'fa' }));
const DEVANAGARI: ReadonlyMap<string, string> = new Map(Object.entries({ hin: 'hi', mar: 'mr', npi: 'ne' }));
/** Latin and Cyrillic languages whose trigrams are not known. */
const WORDS_ONLY = ['da', 'no', 'fi'];
const unknown: IdentifiedLanguage = { language: null, confidence: 0 };
const surely = 0.95;

/**
 * The language of a text, of thirty: en de fr es it nl pt pl tr sv da no fi cs ro hu hr id vi, ru uk bg be, ar fa ur,
 * hi mr ne, zh ja ko and those with scripts of their own. Scripts decide first; within a script common words and letters
 * with marks vote beside trigrams (franc, after Cavnar and Trenkle, "N-Gram-Based Text Categorization", 1994).
 */
export function identifyLanguage(text: string): IdentifiedLanguage {
  const sample = text.slice(0, sampleLength);
  const count = (letters: RegExp) => sample.match(letters)?.length ?? 0;
  const letters = count(/\p{L}/gu);
  if (letters === 0) return unknown;
  const han = count(/\p{Script=Han}/gu);
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  // A character of these scripts carries about as much as three letters.
  if ((han + kana) * 3 > letters - han - kana)
    return { language: kana * 5 >= han ? 'ja' : 'zh', confidence: surely };
  for (const [language, script] of SCRIPTS)
    if (count(script) * 2 > letters) return { language, confidence: surely };
  if (count(/\p{Script=Cyrillic}/gu) * 2 > letters) return voted(sample, CYRILLIC, []);
  if (count(/\p{Script=Arabic}/gu) * 2 > letters) return byTrigrams(sample, ARABIC, 'ar');
  if (count(/\p{Script=Devanagari}/gu) * 2 > letters) return byTrigrams(sample, DEVANAGARI, 'hi');
  return voted(sample, LATIN, WORDS_ONLY);
}

function byTrigrams(sample: string, codes: ReadonlyMap<string, string>, usual: string): IdentifiedLanguage {
  const [best] = francAll(sample, { only: [...codes.keys()], minLength: 10 });
  return { language: codes.get(best?.[0] ?? '') ?? usual, confidence: sample.length < 30 ? 0.6 : 0.9 };
}

function voted(
  sample: string,
  codes: ReadonlyMap<string, string>,
  more: readonly string[],
): IdentifiedLanguage {
  const terms = words(sample);
  const languages = [...codes.values(), ...more];
  const votes = new Map(languages.map((language) => [language, plainVotes(language, terms, sample)]));
  const share = Math.min(terms.length, mostTrigramWords) / 8;
  // Trigrams cost more than all the rest and decide only what words leave open.
  const [leading = 0, next = 0] = [...votes.values()].sort((one, other) => other - one);
  const isDecided = leading >= 12 && leading >= 2 * next;
  const trigrams = isDecided ? [] : francAll(sample, { only: [...codes.keys()], minLength: 10 });
  for (const [code, likeness] of trigrams) {
    const language = codes.get(code);
    if (language !== undefined) votes.set(language, (votes.get(language) ?? 0) + likeness ** 4 * share);
  }
  const [best, second] = [...votes].sort(([, one], [, other]) => other - one);
  if (!best || best[1] === 0) return unknown;
  const lead = 1 - (second?.[1] ?? 0) / best[1];
  return {
    language: best[0],
    confidence: Math.round(100 * lead * Math.min(1, terms.length / enoughWords)) / 100,
  };
}

/** One a common word, half a one a letter that few languages write. */
function plainVotes(language: string, terms: readonly string[], sample: string): number {
  const known = LANGUAGE_WORDS[language] ?? new Set();
  const stops = terms.filter((term) => known.has(term)).length;
  const letters = LANGUAGE_LETTERS[language];
  return stops + 0.5 * (letters ? (sample.match(letters)?.length ?? 0) : 0);
}
