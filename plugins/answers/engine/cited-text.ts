import type { Citation, SearchHit } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** `[2]`, `[1, 3]`, `[1][3]`. */
const markers = /(?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+/g;

/** The citations that the markers of a model's text stand for: `[2]` cites the second passage for the text before it. */
export function citationsOf(text: string, hits: readonly SearchHit[]): Citation[] {
  const found: Citation[] = [];
  let from = 0;
  for (const match of text.matchAll(markers)) {
    const before = text.slice(from, match.index);
    const lead = before.length - before.trimStart().length;
    const answerStart = codePointLength(text.slice(0, from + lead));
    const answerEnd = codePointLength(text.slice(0, match.index).trimEnd());
    for (const hit of before.trim() === '' ? [] : namedIn(match[0], hits)) {
      const { documentId, versionId, page, start, end, text: quote } = hit;
      found.push({ answerStart, answerEnd, documentId, versionId, page, start, end, quote });
    }
    from = match.index + match[0].length;
  }
  return found;
}

function namedIn(marker: string, hits: readonly SearchHit[]): Set<SearchHit> {
  const numbers = [...marker.matchAll(/\d+/g)].map(Number);
  return new Set(numbers.flatMap((number) => hits[number - 1] ?? []));
}
