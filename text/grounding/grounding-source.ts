import { guessLanguage } from '../language.js';
import { type AnalysedSentence, TextAnalysis, type Word } from './analysed-text.js';

/** One sentence of a source, or two that stand together: as much as a statement mostly needs (SummaC, Laban et al. 2022). */
export interface Passage {
  sentences: readonly AnalysedSentence[];
  stems: ReadonlySet<string>;
}

/** Substrings of a word are looked for only in so much text. */
const mostText = 200_000;
const gram = 4;

/** A text that claims are compared with, read once for all of them. */
export class GroundingSource {
  readonly analysis: TextAnalysis;
  readonly sentences: readonly AnalysedSentence[];
  readonly passages: readonly Passage[];
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly grams: ReadonlySet<string>;
  readonly #joined: string;

  constructor(readonly text: string) {
    this.analysis = new TextAnalysis(guessLanguage(text).language);
    this.sentences = this.analysis.sentences(text);
    const single = this.sentences.map((sentence) => ({ sentences: [sentence], stems: sentence.stems }));
    const double = this.sentences.slice(1).map((sentence, at) => {
      const before = this.sentences[at] ?? sentence;
      return { sentences: [before, sentence], stems: new Set([...before.stems, ...sentence.stems]) };
    });
    this.passages = [...single, ...double];
    this.words = this.sentences.flatMap(({ words }) => words);
    this.stems = new Set(this.words.map(({ stem }) => stem));
    this.terms = new Set(this.words.map(({ term }) => term));
    this.numbers = new Set(this.words.flatMap(({ number }) => number ?? []));
    this.pairs = new Set(pairsOf(this.words));
    this.grams = new Set(gramsOf(text));
    this.#joined = joined(text.slice(0, mostText));
  }

  /** Whether the source has the word, its stem, its number, or (of a longer one) its letters within another word. */
  holds({ term, stem, number }: Word): boolean {
    return (
      this.stems.has(stem) ||
      (number !== null && this.numbers.has(number)) ||
      (term.length > gram && this.#joined.includes(term))
    );
  }

  /** Whether the source has a text as it is, but for signs and spaces. */
  quotes(text: string): boolean {
    return this.#joined.includes(joined(text));
  }
}

/** The stems of words that follow each other, two by two. */
export function pairsOf(words: readonly Word[]): string[] {
  return words.slice(1).map(({ stem }, at) => `${words[at]?.stem} ${stem}`);
}

/** Every run of four letters or digits, words parted by one space. */
export function gramsOf(text: string): string[] {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  return Array.from({ length: Math.max(0, plain.length - gram + 1) }, (_, at) => plain.slice(at, at + gram));
}

function joined(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
