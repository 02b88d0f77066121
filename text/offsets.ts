/**
 * Converts between UTF-16 indices (what `String.slice` and regular expressions use) and Unicode code points (what
 * Tributary stores: pages, chunks, citations). One pass to build, a binary search a conversion; text without
 * astral characters costs nothing.
 */
export class Offsets {
  /** UTF-16 index of every surrogate pair's first half, ascending. */
  readonly #pairs: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#pairs = surrogatePairs(text);
  }

  /** The number of code points of the text. */
  get length(): number {
    return this.#text.length - this.#pairs.length;
  }

  /** The code point offset of a UTF-16 index; an index inside a pair counts as the pair's start. */
  toCodePoint(index: number): number {
    const clamped = Math.min(Math.max(index, 0), this.#text.length);
    return clamped - countBelow(this.#pairs, (pair) => pair + 1 <= clamped);
  }

  /** The UTF-16 index of a code point offset. */
  toUtf16(offset: number): number {
    const clamped = Math.min(Math.max(offset, 0), this.length);
    return clamped + countBelow(this.#pairs, (pair, position) => pair - position < clamped);
  }

  /** The text between two code point offsets, end exclusive. */
  slice(start: number, end: number): string {
    return this.#text.slice(this.toUtf16(start), this.toUtf16(end));
  }
}

function surrogatePairs(text: string): number[] {
  const pairs: number[] = [];
  for (const { index } of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) pairs.push(index);
  return pairs;
}

/** How many leading pairs fulfil a condition that holds for a prefix of them. */
function countBelow(pairs: readonly number[], holds: (pair: number, position: number) => boolean): number {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(pairs[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of Unicode code points of a text. */
export function codePointLength(text: string): number {
  return text.length - surrogatePairs(text).length;
}

/** The text between two code point offsets, end exclusive; for many slices of one text use `Offsets`. */
export function codePointSlice(text: string, start: number, end?: number): string {
  const offsets = new Offsets(text);
  return offsets.slice(start, end ?? offsets.length);
}
