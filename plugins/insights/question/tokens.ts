import { findDates, fold } from 'tributary/text';
import { lexicon, type Meaning } from './lexicon.js';

/** A word, number, sign, date or quoted name of a question; `start` and `end` are UTF-16 indices. */
export interface Token {
  readonly text: string;
  /** Folded. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** ISO 8601, of a date that is written out. */
  readonly date?: string;
  /** What stands between quotation marks. */
  readonly quoted?: string;
}

const form =
  /["“„«]([^"“”„«»]{1,200})["”“»]|\p{L}[\p{L}\p{M}\p{N}_]*(?:[.&_][\p{L}\p{N}_]+)*(?:-[\p{L}\p{N}_.]+)*|\d+(?:[.,]\d+)*|[<>]=|[^\s]/gu;
const longestPhrase = 4;

export function tokensOf(question: string): Token[] {
  const dates = findDates(question).map(({ date, start, end }) => ({ date, start, end }));
  const found: Token[] = dates.map(({ date, start, end }) => {
    const text = question.slice(start, end);
    return { text, word: fold(text), start, end, date };
  });
  for (const match of question.matchAll(form)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (dates.some((date) => start < date.end && date.start < end)) continue;
    const quoted = match[1] === undefined ? {} : { quoted: match[1].trim() };
    found.push({ text: match[0], word: fold(match[0]), start, end, ...quoted });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** What a phrase at a place means. */
export interface Found<Tag extends Meaning['tag']> {
  readonly meaning: Extract<Meaning, { tag: Tag }>;
  /** The place behind it. */
  readonly next: number;
}

/** The longest phrase at a place that means one of these. */
export function phraseAt<Tag extends Meaning['tag']>(
  tokens: readonly Token[],
  at: number,
  ...tags: readonly Tag[]
): Found<Tag> | null {
  for (let length = longestPhrase; length > 0; length -= 1) {
    const part = tokens.slice(at, at + length);
    if (part.length < length || part.some(({ quoted, date }) => quoted ?? date)) continue;
    const meanings = lexicon.get(part.map(({ word }) => word).join(' '));
    const meaning = meanings?.find(({ tag }) => (tags as readonly string[]).includes(tag));
    if (meaning) return { meaning: meaning as Found<Tag>['meaning'], next: at + length };
  }
  return null;
}
