import {
  createStemmer,
  fold,
  guessLanguage,
  isLanguage,
  LANGUAGES,
  type Language,
  STOP_WORDS,
  type Stemmer,
  type Token,
  tokens,
} from '#text';

/** A language whose words are stemmed, or `other`: words are kept as they are. */
export type AnalysisLanguage = Language | 'other';
/** Stored by position. */
export const ANALYSIS_LANGUAGES: readonly AnalysisLanguage[] = ['other', ...LANGUAGES];

/** A query is a question, not a document: what is longer than this is left out. */
const LONGEST_QUERY = 4_000;
const MOST_WORDS = 128;

/** A word of a query with its form in every language of the index: one of them matches. */
export interface QueryWord {
  /** As it is written. */
  text: string;
  variants: string[];
  /** How often it stands in the query. */
  count: number;
}

/**
 * Turns text into the terms that are indexed and looked up: stems without stop words (per language), Latin letters
 * without diacritics, numbers in one form whatever their separators, and for words that mix letters and digits
 * (`p53`, `GPT4`) the letters too. Keeps stemmers with their caches, so one instance serves a thread.
 */
export class Analysis {
  readonly #stemmers = new Map<AnalysisLanguage, Stemmer>();

  /** The language to index a text in: the given one, or the text's own. */
  languageOf(text: string, given: string | null | undefined): AnalysisLanguage {
    if (given !== null && given !== undefined && given !== '') {
      const code = given.slice(0, 2).toLowerCase();
      return isLanguage(code) ? code : 'other';
    }
    return guessLanguage(text).language;
  }

  /** The terms of a text in order, with the UTF-16 places of their words. */
  tokens(text: string, language: AnalysisLanguage): Token[] {
    const found: Token[] = [];
    for (const token of tokens(text)) {
      for (const form of forms(token.term)) {
        const term = this.#term(form, language);
        if (term !== null) found.push({ term, start: token.start, end: token.end });
      }
    }
    return found;
  }

  /** The words of a query, each in all languages of the index. */
  query(whole: string, languages: readonly AnalysisLanguage[]): QueryWord[] {
    const text = whole.slice(0, LONGEST_QUERY);
    const guess = guessLanguage(text);
    const stops = guess.confidence >= 0.5 ? STOP_WORDS[guess.language] : new Set<string>();
    const words = new Map<string, QueryWord>();
    for (const { term, start, end } of tokens(text)) {
      if (stops.has(term)) continue;
      for (const form of forms(term)) {
        const variants = [...new Set(languages.map((language) => this.#term(form, language)))].filter(
          (variant) => variant !== null,
        );
        const key = variants.join(' ');
        const known = words.get(key);
        if (known !== undefined) known.count++;
        else if (variants.length > 0) words.set(key, { text: text.slice(start, end), variants, count: 1 });
      }
    }
    return [...words.values()].slice(0, MOST_WORDS);
  }

  #term(form: string, language: AnalysisLanguage): string | null {
    if (language === 'other') return fold(form);
    if (STOP_WORDS[language].has(form)) return null;
    let stemmer = this.#stemmers.get(language);
    if (stemmer === undefined) {
      stemmer = createStemmer(language);
      this.#stemmers.set(language, stemmer);
    }
    return foldLatin(stemmer.stem(form));
  }
}

function forms(term: string): string[] {
  if (!/\p{N}/u.test(term)) return [term];
  if (!/\p{L}/u.test(term)) return [canonicalNumber(term)];
  return [term, ...(term.match(/\p{L}+/gu) ?? [])];
}

/** `1.234,50` and `1,234.50` become `1234.50`; dates and versions stay. */
function canonicalNumber(term: string): string {
  const decimal = /^(\d{1,3}(?:([.,])\d{3})*|\d+)[.,](\d{1,2})$/.exec(term);
  if (decimal !== null) return `${(decimal[1] ?? '').replace(/[.,]/g, '')}.${decimal[3]}`;
  return /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(term) ? term.replace(/[.,]/g, '') : term;
}

function foldLatin(term: string): string {
  return /[\u00c0-\u024f]/.test(term) ? fold(term) : term.replaceAll('ё', 'е');
}
