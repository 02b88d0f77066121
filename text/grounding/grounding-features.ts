import { mean } from '../measures/mean.js';
import { type AlignedClaim, type AlignedSentence, share } from './aligned-claim.js';
import type { Word } from './analysed-text.js';
import { gramsOf, pairsOf } from './grounding-source.js';
import { newWordFeatures } from './new-word-features.js';
import { polarityFeatures } from './polarity-features.js';

/** Names and numbers of what is compared; the learned weights go by these names. */
export type GroundingFeatures = Readonly<Record<string, number>>;

const modals = new Set(
  'may might could can possibly perhaps likely probably potentially suggest seems appears should would will must'.split(
    ' ',
  ),
);
const quantifiers = new Set(
  'all every always only never none some many most few several each both any entire exclusively'.split(' '),
);
/** The speaker and the hearer: what a reply says of itself stands in no source. */
const persons = /^(?:i|my|me|i'm|i've|i'd|you|your|yours|we|we're|our|us|it's)$/;
const opposed = /^(?:un|in|im|dis|non|ir|mis)(?=\p{L}{3})/u;

/**
 * How much of a claim its source supports, and what of it speaks against that: overlap of words, pairs and letters with
 * the whole and with the best sentence (as in SummaC, Laban et al., TACL 2022, but lexical), new numbers and names, and
 * the reversals that people and models make of a fact (negation, direction, quantity, modality: the transformations of
 * FactCC, Kryściński et al., EMNLP 2020).
 */
export function groundingFeatures(claim: AlignedClaim): GroundingFeatures {
  return {
    ...support(claim),
    ...additions(claim),
    ...reversals(claim),
    ...polarityFeatures(claim),
    ...newWordFeatures(claim),
  };
}

function support(claim: AlignedClaim): GroundingFeatures {
  const { source, words, content, sentences } = claim;
  return {
    words: share(content, (word) => source.holds(word)),
    allWords: share(words, ({ stem }) => source.stems.has(stem)),
    pairs: share(pairsOf(words), (pair) => source.pairs.has(pair)),
    letters: share(gramsOf(claim.text), (gram) => source.grams.has(gram)),
    passage: meanOf(sentences, ({ passageShare }) => passageShare),
    sentence: meanOf(sentences, ({ sentenceShare }) => sentenceShare),
    weakestSentence: Math.min(1, ...sentences.map(({ sentenceShare }) => sentenceShare)),
    order: meanOf(sentences, inOrder),
    claimLength: Math.log1p(content.length),
    sourceLength: Math.log1p(source.words.length),
  };
}

function additions({ source, words, content, novel }: AlignedClaim): GroundingFeatures {
  return {
    newWords: Math.log1p(novel.length),
    newRun: Math.min(
      5,
      longestRun(content, (word) => !source.holds(word)),
    ),
    newDigits: count(words, 3, (word) => word.isDigits && !source.holds(word)),
    newNumbers: count(words, 3, (word) => word.number !== null && !source.holds(word)),
    newNames: count(novel, 3, ({ isName, isDigits }) => isName && !isDigits),
    newModals: count(words, 2, ({ term }) => modals.has(term) && !source.terms.has(term)),
    newQuantifiers: count(words, 2, ({ term }) => quantifiers.has(term) && !source.terms.has(term)),
    persons: count(words, 3, ({ term }) => persons.test(term) && !source.terms.has(term)),
  };
}

function reversals({ source, sentences, words, novel }: AlignedClaim): GroundingFeatures {
  return {
    newNegations: count(words, 2, ({ isNegation, term }) => isNegation && !source.terms.has(term)),
    strayNegations: Math.min(
      2,
      words.filter((word, at) => word.isNegation && !isDeniedThere(words, at, source.words)).length,
    ),
    negationDiffers: meanOf(sentences, ({ words: said, sentence }) =>
      Number(sentence !== null && denies(said) !== denies(sentence.words)),
    ),
    opposites: count(
      novel,
      2,
      ({ term }) => opposed.test(term) && hasStem(source, term.replace(opposed, '')),
    ),
  };
}

function hasStem({ analysis, stems }: AlignedClaim['source'], term: string): boolean {
  return analysis.words(term).some(({ stem }) => stems.has(stem));
}

/** Whether the source denies something near a word that the claim denies. */
function isDeniedThere(words: readonly Word[], at: number, there: readonly Word[]): boolean {
  const near = new Set(
    words
      .slice(Math.max(0, at - 2), at + 5)
      .filter(({ isStop, isNegation }) => !isStop && !isNegation)
      .map(({ stem }) => stem),
  );
  return there.some(
    ({ isNegation }, place) =>
      isNegation && there.slice(Math.max(0, place - 6), place + 9).some(({ stem }) => near.has(stem)),
  );
}

const denies = (words: readonly Word[]): boolean => words.some(({ isNegation }) => isNegation);

const mostWords = 400;

/** The longest common subsequence with the best sentence, by the length of the claim's (ROUGE-L, Lin 2004). */
function inOrder({ words, sentence }: AlignedSentence): number {
  const said = words.slice(0, mostWords).map(({ stem }) => stem);
  const there = (sentence?.words ?? []).slice(0, mostWords).map(({ stem }) => stem);
  const row = new Uint16Array(there.length + 1);
  for (const stem of said) {
    let diagonal = 0;
    for (let at = 1; at <= there.length; at += 1) {
      const above = row[at] ?? 0;
      row[at] = stem === there[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0);
      diagonal = above;
    }
  }
  return said.length === 0 ? 1 : (row[there.length] ?? 0) / said.length;
}

function longestRun(words: readonly Word[], holds: (word: Word) => boolean): number {
  let [run, most] = [0, 0];
  for (const word of words) {
    run = holds(word) ? run + 1 : 0;
    most = Math.max(most, run);
  }
  return most;
}

function count(words: readonly Word[], most: number, holds: (word: Word) => boolean): number {
  return Math.min(most, words.filter(holds).length);
}

function meanOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.length === 0 ? 0 : mean(items.map(value));
}
