import { AppError, type HiddenText, type PageText } from 'tributary/sdk';
import { normalise } from '#text';

/** No document has more text than this; 20 million UTF-16 units are some 7,000 pages. */
export const MAX_TEXT = 20_000_000;

/** Line breaks of other alphabets than ours, which normalisation would keep as they are. */
const OTHER_BREAKS = /[\v\f\u0085\u2028\u2029]/g;

/**
 * A page of a format without layout: its lines, normalised, with at most one empty line between two paragraphs.
 * What normalisation took out is added to `hidden`, with the visible text around it.
 */
export function textPage(number: number, raw: string, hidden: HiddenText[]): PageText {
  if (raw.length > MAX_TEXT) throw new AppError('PARSE_LIMIT', { limit: `${MAX_TEXT} characters of text` });
  const { text, removed } = normalise(raw.replace(OTHER_BREAKS, '\n'));
  for (const { carrier, text: spelled, first } of removed) {
    if (carrier === 'control') continue;
    const around = normalise(raw.slice(Math.max(0, first - 60), first + 60)).text.trim();
    hidden.push({ carrier, text: spelled === '' ? around : spelled, page: number });
  }
  const tidy = text
    .replace(/[^\S\n\t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\s+$/g, '');
  return { number, text: tidy, lines: [] };
}

/** Hidden text as it is reported: normalised, not empty, and not a second time what is there already. */
export function tidyHidden(hidden: readonly HiddenText[]): HiddenText[] {
  const seen = new Set<string>();
  return hidden.flatMap(({ carrier, text, page }) => {
    const tidy = normalise(text)
      .text.replace(/[^\S\n]+/g, ' ')
      .trim()
      .slice(0, MAX_TEXT / 100);
    const key = `${carrier}\n${page}\n${tidy}`;
    if (tidy === '' || seen.has(key)) return [];
    seen.add(key);
    return [{ carrier, text: tidy, page }];
  });
}

/** One cell's text on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
