import { foldInPlace } from 'tributary/text';
import { lexicon, unscrambled } from './lexicon.js';
import type { Phrase } from './phrases.js';

/** What is known of a word wherever it stands. */
export interface WordKind {
  text: string;
  /** Bits of `lexicon`. */
  classes: number;
  /** Whether it was written to be overlooked: scrambled letters, digits for letters, letters of another script. */
  disguised: boolean;
  /** Phrases that may begin with it. */
  phrases: readonly Phrase[];
}

/** The words of a text with their UTF-16 indices. Arrays side by side: a long text has a million words. */
export interface Words {
  readonly text: string;
  /** The text in lower case without diacritics, unit for unit. */
  readonly folded: string;
  readonly kinds: readonly WordKind[];
  readonly starts: readonly number[];
}

const mostKnown = 50_000;

type PhrasesFrom = (word: string, classes: number) => readonly Phrase[];

/** What a UTF-16 unit is to a word: no part of it, a part that cannot begin it, or a letter or digit. */
const [other, inside, letter] = [1, 2, 3];
const signs = new Uint8Array(0x10000);

/** Asked of every unit of every text, so the answer for a unit is worked out once. */
function signOf(unit: number): number {
  const known = signs[unit] ?? 0;
  if (known !== 0) return known;
  const sign = String.fromCharCode(unit);
  const found = /[\p{L}\p{N}]/u.test(sign) ? letter : /[\p{M}'’]/u.test(sign) ? inside : other;
  signs[unit] = found;
  return found;
}

/** The words of a text, folded and classified. A table of seen words makes long texts fast. */
export function readWords(text: string, phrasesFrom: PhrasesFrom): Words {
  const folded = foldInPlace(text);
  const seen = new Map<string, WordKind>();
  const kinds: WordKind[] = [];
  const starts: number[] = [];
  for (let start = 0; start < folded.length; start++) {
    if (signOf(folded.charCodeAt(start)) !== letter) continue;
    let end = start + 1;
    while (end < folded.length && signOf(folded.charCodeAt(end)) !== other) end++;
    const word = folded.slice(start, end);
    let kind = seen.get(word);
    if (!kind) {
      const known = classify(word);
      kind = { text: word, ...known, phrases: phrasesFrom(word, known.classes) };
      if (seen.size < mostKnown) seen.set(word, kind);
    }
    kinds.push(kind);
    starts.push(start);
    start = end;
  }
  return { text, folded, kinds, starts };
}

export function endOf(words: Words, index: number): number {
  return (words.starts[index] ?? 0) + (words.kinds[index]?.text.length ?? 0);
}

/** Whether a sentence, paragraph or cell ends before the word. */
export function beginsSentence(words: Words, index: number): boolean {
  if (index === 0) return true;
  let lines = 0;
  const to = words.starts[index] ?? 0;
  for (let at = endOf(words, index - 1); at < to; at++) {
    const sign = words.folded[at];
    if (sign === ':' || sign === ';' || sign === '。' || sign === '|') return true;
    // The dot of a name or number ends nothing.
    if ((sign === '.' || sign === '!' || sign === '?') && /\s/.test(words.folded[at + 1] ?? ' ')) return true;
    if (sign === '\n' && ++lines > 1) return true;
  }
  return false;
}

/** Whether a row of the text begins with the word, in capitals: lists and inserted lines have no full stop before. */
export function beginsLine(words: Words, index: number): boolean {
  const start = words.starts[index] ?? 0;
  const lead = words.text.slice(index === 0 ? 0 : endOf(words, index - 1), start);
  return /\n[^\p{L}\p{N}]*$/u.test(lead) && /^\p{Lu}/u.test(words.text.slice(start, start + 2));
}

const lookalikes: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'013457'].map((digit, index) => [digit, 'oieast'[index] ?? digit])),
  ...Object.fromEntries(
    [...'аеорсухіѕԁոοαεινρτ'].map((sign, index) => [sign, 'aeopcyxisdnoaeivpt'[index] ?? sign]),
  ),
};
const lookalike = new RegExp(`[${Object.keys(lookalikes).join('')}]`, 'gu');

function classify(word: string): { classes: number; disguised: boolean } {
  const classes = lexicon.get(word) ?? (isPossessive(word) ? lexicon.get(word.slice(0, -2)) : undefined);
  if (classes !== undefined) return { classes, disguised: false };
  if (word.length < 4 || word.length > 24) return { classes: 0, disguised: false };
  const mixed = /[\d\u0370-\u058f]/.test(word) && /[a-z]/.test(word);
  const plain = mixed ? word.replace(lookalike, (sign) => lookalikes[sign] ?? sign) : word;
  const read = (mixed ? lexicon.get(plain) : undefined) ?? unscrambled(plain);
  return { classes: read ?? 0, disguised: read !== undefined };
}

function isPossessive(word: string): boolean {
  if (!word.endsWith('s')) return false;
  const sign = word.at(-2);
  return sign === "'" || sign === '’';
}
