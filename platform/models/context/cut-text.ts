import { sentences } from '#text';
import { estimateTokens } from './estimate-tokens.js';

type End = 'start' | 'end';

/** Hardly a token has more characters than this: what is further away cannot fit. */
const charactersInToken = 20;
/** From this length on texts are cut at lines: finding sentences in them would take too long. */
const longestForSentences = 200_000;
/** The estimate of a whole can be a little above that of its pieces. */
const tries = 4;
const shrink = 0.85;

/** The start or the end of a text that has at most so many tokens: whole sentences or lines, else words, else letters. */
export function cutText(text: string, tokens: number, keep: End): string {
  const length = tokens * charactersInToken;
  const near = keep === 'start' ? text.slice(0, length) : text.slice(-length);
  for (let most = tokens, attempt = 0; attempt < tries; most *= shrink, attempt += 1) {
    const cut =
      cutAt(
        near,
        near.length > longestForSentences ? borders(near, /\n+/g) : sentenceBorders(near),
        most,
        keep,
      ) ||
      cutAt(near, borders(near, /\s+/g), most, keep) ||
      cutAt(near, borders(near, /.{16}/gsu), most, keep);
    if (estimateTokens(cut) <= tokens) return cut;
  }
  return '';
}

/** @param at where the text may be cut, ascending, from 0 to its length */
function cutAt(text: string, at: readonly number[], tokens: number, keep: End): string {
  const order = keep === 'start' ? at : at.toReversed();
  const begin = order[0] ?? 0;
  let end = begin;
  let left = tokens;
  for (const next of order.slice(1)) {
    left -= estimateTokens(text.slice(Math.min(end, next), Math.max(end, next)));
    if (left < 0) break;
    end = next;
  }
  return text.slice(Math.min(begin, end), Math.max(begin, end)).trim();
}

function sentenceBorders(text: string): number[] {
  return [0, ...sentences(text).map(({ end }) => end)];
}

/** Behind each match. */
function borders(text: string, pattern: RegExp): number[] {
  return [0, ...[...text.matchAll(pattern)].map(({ index, 0: { length } }) => index + length), text.length];
}
