import { jaroWinkler } from 'tributary/text';
import type { DescribedItem } from './described-item.js';
import type { Rarity } from './rarity.js';

/** What two articles have in common, each feature from 0 to 1, whatever else there is to choose from. */
export function matchFeatures(left: DescribedItem, right: DescribedItem, rarity: Rarity): number[] {
  const there = covered(left, right, rarity);
  const back = covered(right, left, rarity);
  const codes = codesOf(left, right);
  const numbers = numbersOf(left, right);
  const price = priceOf(left.price, right.price);
  const brand = brandOf(left, right);
  const variants = variantsOf(left, right);
  return [
    Math.sqrt(there.share * back.share),
    Math.max(there.share, back.share),
    Math.min(there.share, back.share),
    dice(trigrams(left.letters), trigrams(right.letters)),
    Math.min(there.wide, back.wide),
    Math.min(1, Math.min(there.rarestMissing, back.rarestMissing) / 8),
    codes === 'same' ? 1 : 0,
    codes === 'near' ? 1 : 0,
    codes === 'other' ? 1 : 0,
    numbers.common,
    numbers.other,
    price ?? 0,
    price === null ? 1 : 0,
    brand === 'same' ? 1 : 0,
    brand === 'other' ? 1 : 0,
    left.codeField !== '' && left.codeField === right.codeField ? 1 : 0,
    Math.min(2, variants.other) / 2,
    Math.min(2, variants.one) / 2,
  ];
}

/** Words of which an article is one: another of the group is another article. */
const variantGroups: readonly (readonly string[])[] = [
  'black white red blue green yellow pink purple silver gold gray brown beige orange cyan magenta violet clear'.split(
    ' ',
  ),
  'standard professional premium deluxe home ultimate enterprise basic express lite platinum student academic'.split(
    ' ',
  ),
  'upgrade full upsell'.split(' '),
  'mac windows linux unix'.split(' '),
  'small medium large'.split(' '),
  'english german french spanish italian japanese chinese russian portuguese'.split(' '),
];

/** In how many groups both name other variants, and in how many only one names any. */
function variantsOf(left: DescribedItem, right: DescribedItem) {
  let other = 0;
  let one = 0;
  for (const group of variantGroups) {
    const [mine, theirs] = [left, right].map(({ words }) => group.filter((word) => words.includes(word)));
    if (!mine || !theirs || mine.length + theirs.length === 0) continue;
    if (mine.length === 0 || theirs.length === 0) one += 1;
    else if (!mine.some((word) => theirs.includes(word))) other += 1;
  }
  return { other, one };
}

const nearWord = 0.92;

/** How much of the words of one name, by their rarity, stands in the other's name, or anywhere in it (`wide`). */
function covered(part: DescribedItem, whole: DescribedItem, rarity: Rarity) {
  let total = 0;
  let found = 0;
  let wide = 0;
  let rarestMissing = 0;
  const names = new Set(whole.words);
  for (const word of part.words) {
    const weight = rarity.of(word);
    total += weight;
    const near = nearness(word, names, whole);
    found += weight * near;
    const anywhere = whole.allWords.has(word) ? 1 : near;
    wide += weight * anywhere;
    if (anywhere < nearWord) rarestMissing = Math.max(rarestMissing, weight);
  }
  return { share: total === 0 ? 0 : found / total, wide: total === 0 ? 0 : wide / total, rarestMissing };
}

/** 1 for the word itself, also written as one with its neighbour; else the similarity of the nearest word, if it is near. */
function nearness(word: string, names: ReadonlySet<string>, { words, letters }: DescribedItem): number {
  if (names.has(word)) return 1;
  if (/^\p{N}/u.test(word)) return 0;
  if (word.length >= 5 && letters.includes(word)) return 1;
  if (word.length < 4) return 0;
  let best = 0;
  for (const other of words) {
    if (other.length < 4 || other[0] !== word[0]) continue;
    const isShort = other.startsWith(word) || word.startsWith(other) || isAbbreviation(word, other);
    best = Math.max(best, isShort ? nearWord : jaroWinkler(word, other));
  }
  return best >= nearWord ? best : 0;
}

/** `schl` of `school`: the letters of the shorter one in their order, ending alike, most vowels left out. */
function isAbbreviation(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length > long.length - 2 || /[aeiou]/.test(short.slice(1)) || short.at(-1) !== long.at(-1))
    return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

const nearCodeStart = 5;

function codesOf(left: DescribedItem, right: DescribedItem): 'same' | 'near' | 'other' | 'none' {
  const isIn = (codes: readonly string[], other: DescribedItem) =>
    codes.some((code) => other.codes.includes(code) || (code.length >= 5 && other.letters.includes(code)));
  if (isIn(left.ownCodes, right) || isIn(right.ownCodes, left)) return 'same';
  if (left.ownCodes.length === 0 || right.ownCodes.length === 0) return 'none';
  const isNear = left.ownCodes.some((one) =>
    right.ownCodes.some((other) => commonStart(one, other) >= nearCodeStart),
  );
  return isNear ? 'near' : 'other';
}

function commonStart(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}

/** Numbers of one name that the other does not know speak against the pair. */
function numbersOf(left: DescribedItem, right: DescribedItem) {
  const unknown = (part: DescribedItem, whole: DescribedItem) =>
    [...part.numbers].filter((number) => !whole.allWords.has(number)).length;
  const count = left.numbers.size + right.numbers.size;
  if (count === 0) return { common: 0, other: 0 };
  const missing = unknown(left, right) + unknown(right, left);
  const both = left.numbers.size > 0 && right.numbers.size > 0;
  return {
    common: 1 - missing / count,
    other: both ? Math.min(unknown(left, right), unknown(right, left), 2) / 2 : 0,
  };
}

/** 1 for the same price, 0 for three times as much; null when one is not known. */
function priceOf(left: number | null, right: number | null): number | null {
  if (left === null || right === null || left <= 0 || right <= 0) return null;
  return Math.max(0, 1 - Math.abs(Math.log(left / right)) / Math.log(3));
}

function brandOf(left: DescribedItem, right: DescribedItem): 'same' | 'other' | 'unknown' {
  const names = (brand: string, other: DescribedItem) =>
    brand !== '' && (other.letters.startsWith(brand) || other.brand.includes(brand));
  if (names(left.brand, right) || names(right.brand, left)) return 'same';
  return left.brand !== '' && right.brand !== '' ? 'other' : 'unknown';
}

function trigrams(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}

/** Twice the common members by all (Dice 1945). */
function dice(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let common = 0;
  for (const one of left) if (right.has(one)) common += 1;
  const all = left.size + right.size;
  return all === 0 ? 0 : (2 * common) / all;
}
