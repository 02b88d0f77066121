/** An article as an invoice, an order or a catalogue names it. */
export interface Item {
  name: string;
  description?: string | null | undefined;
  brand?: string | null | undefined;
  /** The number that its maker or seller gives it. */
  code?: string | null | undefined;
  /** Of one piece; both sides in one currency. */
  price?: number | null | undefined;
}

/** What of an article is compared. */
export interface DescribedItem {
  /** The words of the name, each once; a number with its unit is one word. */
  words: readonly string[];
  /** Those of name, brand, code and description. */
  allWords: ReadonlySet<string>;
  /** Model numbers: letters with digits, or four digits and more, without signs between them. */
  codes: readonly string[];
  /** Those of the name and the code alone. */
  ownCodes: readonly string[];
  /** The number it was given as such, without signs; empty if none. */
  codeField: string;
  /** Numbers of the name that are no codes: sizes, counts, versions. */
  numbers: ReadonlySet<string>;
  /** The name without blanks and signs. */
  letters: string;
  brand: string;
  price: number | null;
}

const word = /[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*/gu;
/** Letters, digits and the signs that a model number is written with. */
const codeLike = /[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)*/gu;

export function describeItem({ name, description, brand, code, price }: Item): DescribedItem {
  const folded = fold(name);
  const ownCodes = [...new Set([...codesIn(folded), ...codesIn(fold(code ?? ''))])];
  const whole = [folded, fold(brand ?? ''), fold(code ?? ''), fold(description ?? '')].join(' ');
  const words = [...new Set(wordsIn(folded))];
  return {
    words,
    allWords: new Set([...wordsIn(whole), ...codesIn(whole)]),
    codes: [...new Set(codesIn(whole))],
    ownCodes,
    codeField: fold(code ?? '').replace(/[^\p{L}\p{N}]/gu, ''),
    numbers: new Set(words.filter((each) => /^\p{N}/u.test(each) && !isCode(each))),
    letters: folded.replace(/[^\p{L}\p{N}]/gu, ''),
    brand: fold(brand ?? '').replace(/[^\p{L}\p{N}]/gu, ''),
    price: price ?? null,
  };
}

/** Lower case without marks; a version `v2 .0` is `2.0`. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\d) ?\.(?=\d)/gu, '$1.')
    .replace(/\bv\.? ?(?=\d)/gu, '');
}

/** Words and numbers; `12v` gives `12` and `v`, a number has no zeros that say nothing (`1.0` is `1`). */
function wordsIn(text: string): string[] {
  return [...text.matchAll(word)].map(([found]) =>
    /^\p{N}/u.test(found) ? plainNumber(found) : plainWord(found),
  );
}

/** Written short in lists of articles. */
const longForms: Readonly<Record<string, string>> = {
  pro: 'professional',
  prof: 'professional',
  std: 'standard',
  ed: 'edition',
  upg: 'upgrade',
  upgrd: 'upgrade',
  win: 'windows',
  macintosh: 'mac',
  blk: 'black',
  wht: 'white',
  slvr: 'silver',
  grey: 'gray',
  inch: 'in',
  inches: 'in',
  ft: 'feet',
  foot: 'feet',
  pk: 'pack',
  ct: 'count',
};

/** Without the `s` of a plural, in its long form. */
function plainWord(text: string): string {
  const single = text.length > 3 && text.endsWith('s') && !text.endsWith('ss') ? text.slice(0, -1) : text;
  const known = [text, single].find((form) => Object.hasOwn(longForms, form));
  return known === undefined ? single : (longForms[known] ?? single);
}

function plainNumber(text: string): string {
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? String(number) : text;
}

/** `DSC-W150/B` is `dscw150b`. */
function codesIn(text: string): string[] {
  return [...text.matchAll(codeLike)].map(([found]) => found.replace(/[^\p{L}\p{N}]/gu, '')).filter(isCode);
}

function isCode(text: string): boolean {
  const digits = text.replace(/\P{N}/gu, '').length;
  const letters = text.length - digits;
  return (
    text.length >= 4 &&
    (digits >= 4 || (digits >= 2 && letters >= 1) || (digits >= 1 && letters >= 3 && text.length >= 5))
  );
}
