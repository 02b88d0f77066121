import type { Citation, SearchHit } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

const marker = /\[(\d{1,2})\]/g;

/** The citations that the markers of a model's text stand for: `[2]` cites the second passage for the text before it. */
export function citationsOf(text: string, hits: readonly SearchHit[]): Citation[] {
  const found: Citation[] = [];
  let from = 0;
  for (const match of text.matchAll(marker)) {
    const hit = hits[Number(match[1]) - 1];
    const before = text.slice(from, match.index);
    if (hit && before.trim() !== '') {
      const lead = before.length - before.trimStart().length;
      const { documentId, versionId, page, start, end, text: quote } = hit;
      const answerStart = codePointLength(text.slice(0, from + lead));
      const answerEnd = codePointLength(text.slice(0, match.index).trimEnd());
      found.push({ answerStart, answerEnd, documentId, versionId, page, start, end, quote });
    }
    from = match.index + match[0].length;
  }
  return found;
}
