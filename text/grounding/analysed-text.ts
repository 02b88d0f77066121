import type { Language } from '../language.js';
import { type Sentence, sentences } from '../sentences.js';
import { createStemmer, type Stemmer } from '../stems.js';
import { STOP_WORDS } from '../stop-words.js';
import { tokens } from '../tokens.js';
import { isNegation, type Polarity, polarityOf } from './polarity.js';

/** A word with what is compared of it. */
export interface Word {
  term: string;
  stem: string;
  /** UTF-16 indices. */
  start: number;
  end: number;
  /** Too common to tell anything; a negation is none. */
  isStop: boolean;
  isNegation: boolean;
  isDigits: boolean;
  /** The value of a number, in digits or in words. */
  number: string | null;
  /** In capitals inside a sentence: a name. */
  isName: boolean;
  polarity: Polarity | null;
}

export interface AnalysedSentence extends Sentence {
  words: Word[];
  stems: ReadonlySet<string>;
}

const numberWords: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  fifteen: '15',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  hundred: '100',
  thousand: '1000',
  first: '1',
  second: '2',
  third: '3',
  fourth: '4',
  fifth: '5',
  half: '0.5',
  twice: '2',
  double: '2',
};

/** Reads texts of one language. It keeps a stemmer, so make one and use it on. */
export class TextAnalysis {
  readonly #stemmer: Stemmer;

  constructor(readonly language: Language) {
    this.#stemmer = createStemmer(language);
  }

  words(text: string): Word[] {
    const stops = STOP_WORDS[this.language];
    let last = -1;
    return tokens(text).map(({ term, start, end }) => {
      const isDigits = /^\p{N}/u.test(term);
      const stem = isDigits ? term.replaceAll(',', '') : this.#stemmer.stem(term);
      const denies = isNegation(term, this.language);
      const between = last < 0 ? '.' : text.slice(last, start);
      last = end;
      return {
        term,
        stem,
        start,
        end,
        isStop: stops.has(term) && !denies,
        isNegation: denies,
        isDigits,
        number: isDigits ? term.replace(/,(?=\d{3})/g, '') : (numberWords[term] ?? null),
        isName: /^\p{Lu}/u.test(text.slice(start, end)) && !/[.!?:\n"“]/.test(between),
        polarity: this.language === 'en' ? polarityOf(stem, term) : denies ? 'NONE' : null,
      };
    });
  }

  sentences(text: string): AnalysedSentence[] {
    return sentences(text, this.language).map((sentence) => {
      const words = this.words(sentence.text);
      return { ...sentence, words, stems: new Set(words.map(({ stem }) => stem)) };
    });
  }
}
