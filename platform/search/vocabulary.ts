import { damerauLevenshtein } from '#text';
import type { IndexFile } from './index-file.js';

/** A word of the vocabulary with how like it is to another, 0 to 1. */
export interface LikeWord {
  term: number;
  text: string;
  likeness: number;
}

/** Four letters, with the ends of the word as letters: McNamee and Mayfield, "Character N-Gram Tokenization", 2004. */
const GRAM = 4;
const SHORTEST = 4;
/** Words beyond this many are found as they are written only. */
const MOST_WORDS = 300_000;
/** How like a word one letter leaves it, and how like one that goes on is. */
const STEP = 0.8;
const BEGINS = 0.5;
const LONG_STEM = 5;
const LONGEST_ENDING = 5;
const HAN = /\p{Script=Han}/u;

/**
 * The words of one index file by their letters, in memory: read when a query first needs them, then only what is new.
 * It says nothing of who may read them; who asks looks at the postings.
 */
export class Vocabulary {
  readonly #texts: string[] = [];
  readonly #numbers: number[] = [];
  readonly #sizes: number[] = [];
  readonly #letters: number[] = [];
  readonly #grams = new Map<string, number[]>();
  #last: { number: number; text: string } | null = null;
  #shared = new Uint8Array(0);

  get size(): number {
    return this.#texts.length;
  }

  /** Reads what the file has got since. False when it lost words, and the vocabulary has to be made anew. */
  update(file: IndexFile): boolean {
    const last = this.#last;
    if (last !== null) {
      const text = file.get<{ text: string }>('select text from term where number = ?', last.number)?.text;
      if (text !== last.text) return false;
    }
    if (this.size >= MOST_WORDS) return true;
    const rows = file.all<{ number: number; text: string }>(
      `select number, text from term where number > ? and text not glob '*[0-9]*' order by number limit ?`,
      last?.number ?? 0,
      MOST_WORDS - this.size,
    );
    for (const { number, text } of rows) this.#add(number, text);
    this.#last = rows.at(-1) ?? last;
    return true;
  }

  /**
   * Words that share at least so much of their letters with this one, measured by the shorter of both: its other forms,
   * compounds that it is in, and what a compound is made of. Chinese words are short: measured by both (Dice 1945). The
   * most alike first.
   */
  like(word: string, least: number): LikeWord[] {
    const own = gramsOf(word);
    const isHan = HAN.test(word);
    if (own.size === 0) return [];
    if (this.#shared.length < this.size) this.#shared = new Uint8Array(this.size + 1024);
    const shared = this.#shared;
    const touched: number[] = [];
    for (const gram of own) {
      for (const index of this.#grams.get(gram) ?? []) {
        if (shared[index] === 0) touched.push(index);
        shared[index] = (shared[index] ?? 0) + 1;
      }
    }
    const found: LikeWord[] = [];
    for (const index of touched) {
      const size = this.#sizes[index] ?? 1;
      const whole = isHan ? (own.size + size) / 2 : Math.min(own.size, size);
      const likeness = (shared[index] ?? 0) / whole;
      shared[index] = 0;
      const text = this.#texts[index] ?? '';
      if (likeness >= least && text !== word) found.push({ term: this.#numbers[index] ?? 0, text, likeness });
    }
    return found.sort(byLikeness);
  }

  /**
   * Words that this one may be meant for, by inserted, deleted, replaced and exchanged letters (Damerau 1964,
   * Levenshtein 1966): one of them from four letters on, two from eight; then words that begin with it or that it
   * begins with: a wrong ending is not taken off by stemming. The nearest first.
   */
  near(word: string): LikeWord[] {
    const most = word.length >= 8 ? 2 : word.length >= SHORTEST ? 1 : 0;
    if (most === 0 || /\p{N}/u.test(word)) return [];
    const letters = lettersOf(word);
    const found: LikeWord[] = [];
    for (const [index, text] of this.#texts.entries()) {
      const excess = text.length - word.length;
      const isNear =
        Math.abs(excess) <= most &&
        text.length >= SHORTEST - 1 &&
        bits(letters ^ (this.#letters[index] ?? 0)) <= 2 * most;
      const steps = isNear ? damerauLevenshtein(word, text, most) : most + 1;
      const likeness = steps <= most ? STEP ** steps : isBeginning(text, word) ? BEGINS : 0;
      if (likeness > 0) found.push({ term: this.#numbers[index] ?? 0, text, likeness });
    }
    return found.sort(byLikeness);
  }

  #add(number: number, text: string): void {
    const grams = gramsOf(text);
    if (grams.size === 0 && text.length < SHORTEST - 1) return;
    const index = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.push(number);
    this.#sizes.push(grams.size);
    this.#letters.push(lettersOf(text));
    for (const gram of grams) {
      const known = this.#grams.get(gram);
      if (known === undefined) this.#grams.set(gram, [index]);
      else known.push(index);
    }
  }
}

function isBeginning(text: string, word: string): boolean {
  if (text.length > word.length) return text.startsWith(word);
  return text.length >= LONG_STEM && word.length - text.length <= LONGEST_ENDING && word.startsWith(text);
}

/** By text where they are alike: an order that no word between them moves. */
function byLikeness(left: LikeWord, right: LikeWord): number {
  return right.likeness - left.likeness || (left.text < right.text ? -1 : 1);
}

function gramsOf(word: string): Set<string> {
  // Of a Chinese word each character says something.
  if (HAN.test(word)) return new Set(word);
  const grams = new Set<string>();
  if (word.length < SHORTEST || /\p{N}/u.test(word)) return grams;
  const whole = `_${word}_`;
  for (let at = 0; at + GRAM <= whole.length; at++) grams.add(whole.slice(at, at + GRAM));
  return grams;
}

/** Which letters a word has, as bits: two words are at least half as far apart as their bits differ. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}
