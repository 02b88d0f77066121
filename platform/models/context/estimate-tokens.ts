/*
 * How many tokens a text has, without a tokeniser: each provider has another one, and their tables are megabytes. The
 * rules follow what byte pair encodings have in common (they split at words, digits and punctuation first, and know
 * common Latin words whole), with rates a little above what they make, so that a prompt that fits by this count fits.
 * Against cl100k_base and o200k_base of OpenAI the tests measure how far below it can fall.
 */

/** Tokens a message costs beside its text, and a request beside its messages. */
export const tokensPerMessage = 6;

const pieces =
  /(?<latin>[A-Za-z\u00c0-\u024f]+)|(?<digits>\d+)|(?<ideograph>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])|(?<letters>[\p{L}\p{M}]+)|(?<space>\s+)|(?<mark>[!-/:-@[-`{-~]+)|(?<other>.)/gsu;

/** Tokens a letter of scripts whose words few tables know whole; by the first letter of the word. */
const scripts: readonly (readonly [RegExp, number])[] = [
  [/^\p{Script=Cyrillic}/u, 0.55],
  [/^\p{Script=Greek}/u, 1.1],
  [/^\p{Script=Arabic}/u, 1.05],
  [/^\p{Script=Hebrew}/u, 1.35],
  [/^\p{Script=Thai}/u, 1.1],
  [/^\p{Script=Devanagari}/u, 1.35],
];
const perOtherLetter = 2.5;
const perIdeograph = 1.3;
const perOther = 3;

/** Words by which English and program text are known: of other languages few tables know the words whole. */
const common = /\b(?:the|of|and|to|is|that|for|with|this|const|return|import|function|class)\b/gi;
/** As much of a text is looked at, and so many of its characters make one of these words. */
const sample = 8000;
const charactersPerCommon = 120;

/** The estimated number of tokens. */
export function estimateTokens(text: string): number {
  const start = text.slice(0, sample);
  const isCommon = (start.match(common)?.length ?? 0) * charactersPerCommon >= start.length;
  let tokens = 0;
  for (const { groups = {} } of text.matchAll(pieces)) {
    if (groups.latin !== undefined) tokens += latinTokens(groups.latin, isCommon);
    else if (groups.digits !== undefined) tokens += Math.ceil(groups.digits.length / 3);
    else if (groups.ideograph !== undefined) tokens += perIdeograph;
    else if (groups.letters !== undefined) tokens += letterTokens(groups.letters);
    else if (groups.space !== undefined) tokens += spaceTokens(groups.space);
    else if (groups.mark !== undefined) tokens += markTokens(groups.mark);
    else tokens += perOther;
  }
  return Math.ceil(tokens);
}

function letterTokens(word: string): number {
  const rate = scripts.find(([script]) => script.test(word))?.[1] ?? perOtherLetter;
  return Math.max(1, word.length * rate);
}

const accented = /[^A-Za-z]/g;
/** Where a word of letters falls apart: `aBase` at the capital, `HTTPServer` before its last capital. */
const humps = /[A-Z]?[^A-Z]+|[A-Z]+(?![^A-Z])/g;

/** Most words: no accent, and no capital but at the beginning. */
const plain = /^[A-Za-z][a-z]*$/;

function latinTokens(word: string, isCommon: boolean): number {
  if (plain.test(word)) return partsOf(word.length, isCommon ? known : foreign);
  let tokens = (word.match(accented)?.length ?? 0) * perAccent;
  for (const [hump] of word.matchAll(humps)) {
    const isCapitals = hump.length > 1 && hump === hump.toUpperCase();
    tokens += partsOf(hump.length, isCapitals ? capitals : isCommon ? known : foreign);
  }
  return tokens;
}

const partsOf = (length: number, { whole, part }: typeof known) => 1 + Math.max(0, length - whole) / part;
const perAccent = 0.6;
/** Up to how many letters a word is one token, and how many letters make each further one. */
const known = { whole: 4, part: 6 };
const foreign = { whole: 3, part: 2.4 };
const capitals = { whole: 2, part: 3 };

/** One space belongs to the word behind it. */
function spaceTokens(space: string): number {
  if (space === ' ') return 0;
  const lines = space.split('\n').length - 1;
  return lines === 0 ? 1 : Math.min(lines, 2) + (space.length > lines ? 0.5 : 0);
}

function markTokens(marks: string): number {
  return 1 + (marks.length - 1) * 0.6;
}
