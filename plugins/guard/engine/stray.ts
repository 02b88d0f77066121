import { foldInPlace } from 'tributary/text';
import type { Finding } from './finding.js';
import {
  answerSpokenOf,
  answerWords,
  askedOfAssistant,
  asks,
  errands,
  leads,
  ties,
  works,
} from './requests.js';

/** A line that may be a request, with what surrounds it. */
interface Candidate {
  text: string;
  start: number;
  /** Its place among the lines. */
  at: number;
  likely: 'clear' | 'faint';
}

const mostWords = 45;
const longest = 400;
/** Blank lines that part a line from its neighbours. */
const mostEmpty = 5;
/** A text with more of them asks its reader by its nature: an exercise, a questionnaire, a manual. */
const mostStrays = 2;
/** So much text must surround a request before it can be a stranger there. */
const leastAround = 120;
/** Of the words of a stranger, so few occur elsewhere in the text. */
const mostShared = 0.34;
const askedInRows = new RegExp(
  String.raw`\b(?:you|your|yours|me|let's|lets)\b|${answerSpokenOf.source}`,
  'u',
);
const row = /\||\t|\S {3,}\S+ {3,}\S/u;

/**
 * Requests that stand on a line of their own in a text that has nothing to do with them: a question about the world in
 * a notice of payment, an order to write a poem between the rows of a table. How indirect injections look when no word
 * of theirs is suspicious (Greshake et al. 2023; Yi et al. 2023). A text that is itself a request has no such line.
 */
export function findStrays(text: string): Finding[] {
  const { candidates, lines } = candidatesOf(text);
  if (candidates.length === 0 || candidates.length > 4 * mostStrays) return [];
  const found = candidates.filter((each) => isStranger(each, lines, text));
  if (found.length === 0 || found.length > mostStrays) return [];
  return found.map(({ start, text: line }) => ({
    kind: 'instruction.stray',
    severity: 'MEDIUM',
    rule: 'guard.stray-request',
    version: 1,
    start,
    end: start + line.length,
  }));
}

function candidatesOf(text: string): { candidates: Candidate[]; lines: string[] } {
  const lines = text.split('\n');
  const candidates: Candidate[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    // Most lines do not end as a sentence does or begin as none does: they are passed over at once.
    if (/[.?!]["'”’)]?\s*$/u.test(line.slice(-8)) && /^\s{0,8}["'“]?\p{Lu}/u.test(line)) {
      const trimmed = line.trim();
      const likely =
        trimmed.length <= longest && !row.test(trimmed) ? likenessOf(trimmed, isAmongRows(lines, at)) : null;
      if (likely) candidates.push({ text: trimmed, start: start + line.indexOf(trimmed), at, likely });
    }
    start += line.length + 1;
  }
  return { candidates, lines };
}

/**
 * How a sentence asks: `clear` if it begins with a verb of making or telling, speaks of the reader's answer, or asks
 * what anybody may know; `faint` if a person could well be meant. Among the rows of a table nobody speaks to people.
 */
function likenessOf(sentence: string, amongRows: boolean): Candidate['likely'] | null {
  const folded = foldInPlace(sentence);
  const words = folded.match(/[\p{L}\p{N}'’]+/gu) ?? [];
  if (words.length < 3 || words.length > mostWords) return null;
  const first = words.findIndex((word) => !leads.has(word));
  const opener = (words[first] ?? '').replace(/['’]s$/u, '');
  const asked = askedOfAssistant.exec(folded);
  const verb = asked ? (asked[1] ?? '') : first <= 2 ? opener : '';
  if (works.has(verb) || answerWords.test(folded)) return 'clear';
  const isTied = words.some((word) => ties.has(word));
  const isQuestion = sentence.includes('?') && asks.has(opener);
  if (isQuestion && (!isTied || /^how (?:do|can|could|would|should) (?:i|you|one)\b/u.test(folded)))
    return 'clear';
  if (amongRows && (isQuestion || errands.has(verb) || askedInRows.test(folded))) return 'clear';
  return errands.has(verb) && !isTied && !/\b(?:you|your|ihr|ihre|ihren|votre|su)\b/u.test(folded)
    ? 'faint'
    : null;
}

function isStranger(
  { text: sentence, at, likely }: Candidate,
  lines: readonly string[],
  text: string,
): boolean {
  if (isAmongRows(lines, at)) return true;
  if (text.length - sentence.length < leastAround) return false;
  // What stands below a heading tells of what the heading names, and programs are described in the imperative.
  if (/^\s*#/u.test(lineBefore(lines, at) ?? '') || sentence.includes('`')) return false;
  const own = contentStems(sentence);
  if (own.length < (likely === 'clear' ? 1 : 2)) return false;
  const rest = new Set(contentStems(`${lines.slice(0, at).join('\n')}\n${lines.slice(at + 1).join('\n')}`));
  const shared = own.filter((stem) => rest.has(stem)).length;
  return shared / own.length <= (likely === 'clear' ? mostShared : 0);
}

/** The nearest lines above and below that say something are rows of a table. */
function isAmongRows(lines: readonly string[], at: number): boolean {
  const near = [lineBefore(lines, at), lineAfter(lines, at)].filter((line) => line !== undefined);
  return near.length > 0 && near.every((line) => /^\s*\|.*\|\s*$/u.test(line));
}

function lineBefore(lines: readonly string[], at: number): string | undefined {
  for (let before = at - 1; before >= Math.max(0, at - mostEmpty); before--)
    if (lines[before]?.trim()) return lines[before];
  return undefined;
}

function lineAfter(lines: readonly string[], at: number): string | undefined {
  for (let after = at + 1; after <= at + mostEmpty; after++) if (lines[after]?.trim()) return lines[after];
  return undefined;
}

/** The first letters of the longer words: enough to tell whether two texts speak of the same. */
function contentStems(text: string): string[] {
  return (foldInPlace(text).match(/[\p{L}\p{N}]{4,}/gu) ?? [])
    .filter((word) => !works.has(word) && !asks.has(word) && !leads.has(word))
    .map((word) => word.slice(0, 6));
}
