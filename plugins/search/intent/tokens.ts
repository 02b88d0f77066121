import { findDates, fold } from 'tributary/text';
import { dateWords } from './date-words.js';
import type { Meaning } from './lexicon.js';
import { words } from './words.js';

/** A word, number or sign of a query; `start` and `end` are UTF-16 indices. */
export interface IntentToken {
  readonly text: string;
  /** Folded. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** ISO 8601, for a date that is written out. */
  readonly date?: string;
}

const form =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}])+|\d{1,3}(?:[.,'’ \u00a0]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?|[<>]=|us\$|[^\s'’]/giu;
const longestPhrase = 6;

/** The tokens of a query. Written dates are one token; Chinese is read by character, its words are phrases. */
export function intentTokens(query: string): IntentToken[] {
  const dates = findDates(query).map(({ date, start, end }) => ({ date, start, end }));
  const found: IntentToken[] = dates.map(({ date, start, end }) => {
    const text = query.slice(start, end);
    return { text, word: fold(text), start, end, date };
  });
  for (const match of query.matchAll(form)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (dates.some((date) => start < date.end && date.start < end)) continue;
    found.push({ text: match[0], word: fold(match[0]), start, end });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** What stands at a place: the longest phrase that one of the lexicons knows. */
export interface Found<Tag extends Meaning['tag']> {
  readonly meaning: Extract<Meaning, { tag: Tag }>;
  /** The place of the token behind it. */
  readonly next: number;
}

/** Looks phrases up among the tokens of a query. */
export class Phrases {
  constructor(readonly tokens: readonly IntentToken[]) {}

  /** The longest phrase at a place that means one of these. */
  at<Tag extends Meaning['tag']>(place: number, ...tags: readonly Tag[]): Found<Tag> | null {
    for (let length = longestPhrase; length > 0; length--) {
      const phrase = this.#phrase(place, length);
      if (phrase === null) continue;
      for (const lexicon of [dateWords, words]) {
        const meaning = lexicon.get(phrase)?.find(({ tag }) => (tags as readonly string[]).includes(tag));
        if (meaning) {
          return { meaning: meaning as Extract<Meaning, { tag: Tag }>, next: place + length };
        }
      }
    }
    return null;
  }

  /** Whether anything that is known stands here. */
  known(place: number): boolean {
    for (let length = longestPhrase; length > 0; length--) {
      const phrase = this.#phrase(place, length);
      if (phrase !== null && (dateWords.has(phrase) || words.has(phrase))) return true;
    }
    return false;
  }

  #phrase(place: number, length: number): string | null {
    const part = this.tokens.slice(place, place + length);
    if (part.length < length) return null;
    const isHan = part.every(({ text }) => /^\p{Script=Han}$/u.test(text));
    return part.map(({ word }) => word).join(isHan ? '' : ' ');
  }
}
