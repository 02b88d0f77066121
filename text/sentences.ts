import { ABBREVIATIONS, AFTER_ORDINAL } from './abbreviations.js';

/** A sentence of a text; `start` and `end` are UTF-16 indices without surrounding white space. */
export interface Sentence {
  text: string;
  start: number;
  end: number;
}

/** As much as is looked at on both sides of an end: reading all would take square time on hostile text. */
const TAIL = 60;

/**
 * The sentences of a text by `Intl.Segmenter` (UAX #29), mended where the standard cannot know better: after
 * abbreviations and initials, after German ordinals (`am 5. März`), after list numbers, and where a line of
 * flowing text is merely wrapped. Empty lines and lines with tabs (table rows) always end a sentence.
 */
export function sentences(text: string, language = 'en'): Sentence[] {
  const found: Sentence[] = [];
  const unwrapped = unwrap(text);
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  let start = 0;
  for (const { segment, index } of segmenter.segment(unwrapped)) {
    const end = index + segment.length;
    if (
      end < unwrapped.length &&
      continues(unwrapped.slice(Math.max(start, end - TAIL), end), unwrapped.slice(end, end + TAIL))
    )
      continue;
    pushTrimmed(found, text, start, end);
    start = end;
  }
  pushTrimmed(found, text, start, text.length);
  return found;
}

function pushTrimmed(found: Sentence[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  if (trimmed === '') return;
  const from = start + raw.indexOf(trimmed);
  found.push({ text: trimmed, start: from, end: from + trimmed.length });
}

/** Whether a segment ends where the sentence goes on. */
function continues(segment: string, next: string): boolean {
  if (/[\n\u2029]\s*$/u.test(segment)) return false;
  const last = /(?:^|[\s([„“"'«])((?:\p{L}\.[ \u00a0]?)*[\p{L}\p{N}]+)\.\s*$/u.exec(segment)?.[1];
  if (last === undefined) return /^\p{Ll}/u.test(next) && !/[!?。！？…]["'”»)\]]*\s*$/u.test(segment);
  if (/^\p{Ll}/u.test(next)) return true;
  if (/^\p{N}{1,4}$/u.test(last)) {
    if (/^\s*\p{N}+\.\s*$/u.test(segment)) return true;
    return AFTER_ORDINAL.has((/^\p{L}+/u.exec(next)?.[0] ?? '').toLowerCase());
  }
  if (/^\p{L}$/u.test(last) && /^\p{L}\./u.test(next)) return true;
  if (/^\p{Lu}$/u.test(last)) return /^\p{Lu}/u.test(next);
  const bare = last.replace(/[ \u00a0]/g, '').toLowerCase();
  return (
    ABBREVIATIONS.has(bare) ||
    (/\./.test(bare) && /^(?:\p{L}\.)+\p{L}$/u.test(bare) && !/^\p{Lu}\p{Ll}/u.test(next))
  );
}

/** Puts a space for the line end of wrapped text; every index stays. */
function unwrap(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  let joined = lines[0] ?? '';
  for (const [position, line] of lines.entries()) {
    if (position === 0) continue;
    joined += isWrapped(lines[position - 1] ?? '', line, longest) ? ` ${line}` : `\n${line}`;
  }
  return joined;
}

function isWrapped(line: string, next: string, longest: number): boolean {
  if (line.trim() === '' || next.trim() === '' || /\t/.test(line) || /\t/.test(next)) return false;
  if (/[.!?:;。！？]["'”»)\]]*\s*$/u.test(line) && !/^\s*\p{Ll}/u.test(next)) return false;
  if (/^\s*(?:[-*•–#|>]|\p{N}{1,3}[.)]\s)/u.test(next)) return false;
  return /^\s*\p{Ll}/u.test(next) || (line.length >= 40 && line.length >= longest * 0.6);
}
